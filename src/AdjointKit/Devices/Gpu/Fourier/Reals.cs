using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>A place in device memory, counted in real numbers: transforms see a real line of 2 m points as a complex one of m points.</summary>
internal readonly record struct Reals(nint Memory, long At)
{
    internal static Reals Of(in UntypedArray array) => new(array.Storage.Memory, (long)array.Offset * (ElementTypes.IsComplex(array.ElementType) ? 2 : 1));

    internal Reals Plus(long complexNumbers) => this with { At = At + (2 * complexNumbers) };

    internal void AddTo(ref ArgumentList arguments)
    {
        arguments.Add(Drivers.KernelArgument.Memory(Memory));
        arguments.Add(At);
    }
}
