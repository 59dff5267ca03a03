using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>The phases of a plane lit evenly (amplitude 1 everywhere) that make a wanted intensity, up to its scale, in another plane or several.</summary>
/// <typeparam name="T">The element type of fields, <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class HologramProblem<T>
    where T : unmanaged
{
    /// <summary>States a problem.</summary>
    /// <param name="model">From the field with the phases to the target's plane or planes.</param>
    /// <param name="target">The intensities, not negative: of the real type, of the shape of the model's range and on its device. They are not copied.</param>
    public HologramProblem(LinearOperator<T, T> model, UntypedArray target)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (target.Shape != model.Range) throw new ArgumentException($"a target of shape {target.Shape} does not fit a model that gives {model.Range}", nameof(target));
        if (target.ElementType != RealType) throw new ArgumentException($"the target of fields of {ElementTypes.Of<T>()} is of {RealType}, not of {target.ElementType}", nameof(target));
        if (!(model.Compute.Backend.MaxAbs(target) > 0)) throw new ArgumentException("a target that is 0 everywhere is none: some of it must be bright", nameof(target));
        Model = model;
        Target = target;
    }

    /// <summary>From the field with the phases to the target.</summary>
    public LinearOperator<T, T> Model { get; }

    /// <summary>The intensities.</summary>
    public UntypedArray Target { get; }

    internal static ElementType RealType => ElementTypes.RealOf(ElementTypes.Of<T>());

    /// <summary>Phases to begin with: uniform between 0 and 2 pi.</summary>
    /// <param name="seed">The seed.</param>
    public UntypedArray RandomPhases(ulong seed)
    {
        UntypedArray phases = Model.Compute.Backend.Allocate(RealType, Model.Domain, Model.Compute.Memory);
        Model.Compute.Backend.FillUniform(phases, new CounterRandom(seed));
        Model.Compute.Backend.Affine(2 * Math.PI, phases, 0, phases);
        return phases;
    }
}
