using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>An element that multiplies the field point by point. A new one is this one method, <see cref="Transmittance"/>.</summary>
public abstract record TransmissionElement : OpticalElement
{
    /// <summary>Where the middle of the element lies along y, m from the axis.</summary>
    public Quantity Y { get; init; }

    /// <summary>Where the middle of the element lies along x, m from the axis.</summary>
    public Quantity X { get; init; }

    internal override double Middle => Y.Number;

    /// <summary>The complex amplitude that the element lets through, [rows, columns] or what broadcasts to it, in double precision.</summary>
    /// <param name="at">The points, and the numbers there: a quantity of the element is <c>at[quantity]</c>.</param>
    protected internal abstract Var<Complex> Transmittance(FieldPoints at);

    private protected override Var<T> Record<T>(Var<T> field, in FieldVariables at) => field * FieldFunctions.On<T>(field.Shape[-2], field.Shape[-1], at, Transmittance);

    private protected override LinearOperator<T, T> MakeOperator<T>(Compute compute, PropagationNumbers at, Shape shape) =>
        new TransmissionOperator<T>(compute, shape, Name, FieldFunctions.Formed<T>(compute, shape[-2], shape[-1], at, Transmittance));
}
