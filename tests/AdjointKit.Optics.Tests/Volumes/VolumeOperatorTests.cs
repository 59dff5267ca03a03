using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;

namespace AdjointKit.Optics.Tests.Volumes;

/// <summary>What holds for every operator, for the propagation through a volume.</summary>
public abstract class VolumeOperatorSuite<T, TReal>(int padding, int rim, bool wideAngle) : OperatorSuite<T, T>
    where T : unmanaged
    where TReal : unmanaged
{
    protected override LinearOperator<T, T> Make(Compute compute)
    {
        using NdArray<TReal> volume = VolumeCase.Rounded<double, TReal>(VolumeCase.Volume(4));
        return (VolumeCase.Slices(4) with { Padding = padding, Rim = rim, WideAngle = wideAngle }).Through<T, TReal>(compute.ToDevice(volume), [2], compute);
    }
}

public sealed class VolumeOperator() : VolumeOperatorSuite<Complex, double>(1, 0, wideAngle: false);

public sealed class VolumeOperatorSingle() : VolumeOperatorSuite<ComplexF, float>(1, 4, wideAngle: false);

public sealed class PaddedVolumeOperator() : VolumeOperatorSuite<Complex, double>(2, 3, wideAngle: false);

public sealed class WideAngleVolumeOperator() : VolumeOperatorSuite<Complex, double>(1, 3, wideAngle: true);

public sealed class WideAngleVolumeOperatorSingle() : VolumeOperatorSuite<ComplexF, float>(2, 0, wideAngle: true);
