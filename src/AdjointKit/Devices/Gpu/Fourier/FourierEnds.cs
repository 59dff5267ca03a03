using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>What a transform does to the points as it reads and writes them (Sources/fourier.ends.cl). An inverse transform is a forward one between two conjugations.</summary>
/// <param name="LoadSign">-1: the points are conjugated as they are read.</param>
/// <param name="StoreSign">-1: they are conjugated as they are written.</param>
/// <param name="Scale">What they are multiplied by then.</param>
/// <param name="Factor">What each point is multiplied by before that.</param>
internal readonly record struct FourierEnds(double LoadSign, double StoreSign, double Scale, FourierFactor Factor)
{
    internal static readonly FourierEnds Plain = new(1, 1, 1, default);

    internal static FourierEnds Inverse(double scale) => new(-1, -1, scale, default);

    /// <summary>What is left for the first of several steps, the last of them or one between.</summary>
    internal FourierEnds Part(bool first, bool last) => new(first ? LoadSign : 1, last ? StoreSign : 1, last ? Scale : 1, last ? Factor : default);

    /// <summary>The arguments of a kernel; a kernel without a factor is given any memory for it.</summary>
    internal void AddTo(ref ArgumentList arguments, ElementType type, in FactorLayout layout, nint anyMemory)
    {
        arguments.Add(KernelArgument.Real(type, LoadSign));
        arguments.Add(KernelArgument.Real(type, Scale));
        arguments.Add(KernelArgument.Real(type, Scale * StoreSign));
        bool none = Factor.Sign == 0;
        new Reals(none ? anyMemory : Factor.Values.Memory, none ? 0 : Factor.Values.At).AddTo(ref arguments);
        arguments.Add(KernelArgument.Real(type, Factor.Sign));
        arguments.Add(layout.Period);
        arguments.Add(layout.Outer);
        arguments.Add(layout.Middle);
        arguments.Add(layout.Inner);
        arguments.Add(layout.Step);
    }
}

/// <summary>A factor per point: of a grid, or of the axis alone, the same for all lines.</summary>
/// <param name="Values">The factors.</param>
/// <param name="Sign">1; -1 for their conjugates; 0 for none.</param>
/// <param name="OfAxis">Whether they are those of the axis.</param>
internal readonly record struct FourierFactor(Reals Values, double Sign, bool OfAxis);

/// <summary>Where the factor of a point of line (outer, middle, inner) lies.</summary>
internal readonly record struct FactorLayout(long Period, long Outer, long Middle, long Inner, long Step);
