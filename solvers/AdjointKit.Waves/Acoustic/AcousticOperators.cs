using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Waves.Acoustic;

/// <summary>Modelling, linear in the source signals. Signals and data lie in host memory, wherever the shots run.</summary>
internal sealed class AcousticModelOperator<T>(AcousticPropagator<T> propagator, NdArray<T> velocity)
    : LinearOperator<T, T>(propagator.Plan.Compute.Host, propagator.Plan.SignalShape, propagator.Plan.DataShape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "acoustic modelling";

    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        using NdArray<T> data = propagator.Model(velocity, x);
        data.CopyTo(into);
    }

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        using NdArray<T> signals = propagator.ModelAdjoint(velocity, y);
        signals.CopyTo(into);
    }
}

/// <summary>Born modelling, linear in the velocity perturbation.</summary>
internal sealed class AcousticBornOperator<T>(AcousticPropagator<T> propagator, NdArray<T> velocity, NdArray<T> wavelet)
    : LinearOperator<T, T>(propagator.Plan.Compute.Host, new Shape(propagator.Plan.Grid.Nx, propagator.Plan.Grid.Nz), propagator.Plan.DataShape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "acoustic Born modelling";

    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        using NdArray<T> data = propagator.Born(velocity, wavelet, x);
        data.CopyTo(into);
    }

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        using NdArray<T> model = propagator.BornAdjoint(velocity, wavelet, y);
        model.CopyTo(into);
    }
}
