using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// A source with a polarisation that is the same everywhere: fields [2, y, x], the components along x and y. The ellipse has its long axis at an angle from x towards y; 0 ellipticity is linear
/// light, pi/4 circular light.
/// </summary>
/// <param name="Source">The light itself; its place, angle and scale count.</param>
public sealed record PolarizedLight(LightSource Source) : LightSource
{
    /// <inheritdoc/>
    public override string Name => $"polarised {Source.Name}";

    /// <summary>The angle of the long axis from x towards y, rad.</summary>
    public Quantity Angle { get; init; }

    /// <summary>The angle whose tangent is the short axis over the long one, rad; its sign is the sense of rotation.</summary>
    public Quantity Ellipticity { get; init; }

    internal override IEnumerable<(double Y, double Slope)> Rays(double halfHeight) => Source.Rays(halfHeight);

    /// <inheritdoc/>
    protected internal override Var<Complex> Amplitudes(FieldPoints at, Var<double> y, Var<double> x) => Source.Amplitudes(at, y, x);

    private protected override Var<T> Record<T>(nint ny, nint nx, in FieldVariables at)
    {
        Tape tape = at.Wavelength.Tape;
        return Ops.ExpandDims(Source.Field<T>(ny, nx, at), 0) * FieldFunctions.Rounded<T>(Components(Angle.On(tape), Ellipticity.On(tape)));
    }

    private protected override NdArray<T> Make<T>(Compute compute, FieldGrid grid, PropagationNumbers at)
    {
        using NdArray<T> light = Source.Field<T>(grid, at.Wavelength, at.Index, compute);
        using var tape = new Tape(compute);
        Var<T> components = FieldFunctions.Rounded<T>(Components(tape.Constant(Angle.Number), tape.Constant(Ellipticity.Number)));
        NdArray<T> field = compute.Empty<T>(2, grid.Ny, grid.Nx);
        compute.Backend.Binary(BinaryOp.Multiply, light.Reshape(1, grid.Ny, grid.Nx), components.Value, field);
        return field;
    }

    /// <summary>[2, 1, 1].</summary>
    private static Var<Complex> Components(Var<double> angle, Var<double> ellipticity)
    {
        (Var<double> cosine, Var<double> sine) = (Ops.Reshape(Ops.Cos(angle), 1, 1, 1), Ops.Reshape(Ops.Sin(angle), 1, 1, 1));
        (Var<double> major, Var<double> minor) = (Ops.Cos(ellipticity), Ops.Sin(ellipticity));
        return Ops.Concat([Ops.ToComplex(cosine * major, -sine * minor), Ops.ToComplex(sine * major, cosine * minor)]);
    }
}
