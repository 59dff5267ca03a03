using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The field on a plane that is tilted about its middle, which lies on the axis: every plane wave of the field goes there by its phase, and is summed at the points of the plane. With
/// R = Ry(ay) Rx(ax), first a turn about the x axis by ax (y towards z), then one about the y axis by ay (z towards x), the sample (x', y') lies at R (x', y', 0) + (0, 0, z), and
/// <para>U(x', y') = 1/N sum over f of A(f) exp(2 pi i fz z) exp(2 pi i f . R (x', y', 0)), fz = sqrt(1/l^2 - fx^2 - fy^2),</para>
/// the rotation of the angular spectrum (Matsushima, Schimmel and Wyrowski, JOSA A 20, 1755, 2003; Matsushima, Applied Optics 47, D110, 2008) without an interpolated spectrum: the sum is
/// <see cref="NonUniformFourier{T}"/>. The pitch is the field's. Evanescent waves and those that come to the plane from behind, (R^T f)z at most 0, are left out; that is a constant to derivatives.
/// The samples hold the whole phase: light along z has the phase 2 pi (y' sin ax cos ay - x' sin ay) / l on the plane, and what is finer than two samples shows up at a lower frequency, as it
/// would on a camera that records it beside a reference wave. Unpadded, the field goes on periodically beyond its edges, as with the angular spectrum.
/// </summary>
public sealed record TiltedPlane : PropagationMethod
{
    private readonly (Quantity X, Quantity Y) tilt = (0.0, 0.0);

    /// <inheritdoc/>
    public override string Name => "tilted";

    /// <summary>The angles ax and ay, rad, less than a quarter turn; numbers, or variables on the tape of the field.</summary>
    /// <exception cref="ArgumentException">An angle that is not a number or too large.</exception>
    public (Quantity X, Quantity Y) Tilt
    {
        get => tilt;
        init
        {
            foreach (Quantity angle in (ReadOnlySpan<Quantity>)[value.X, value.Y])
            {
                if (!(Math.Abs(angle.Number) < Math.PI / 2)) throw new ArgumentException($"a plane is tilted by less than a quarter turn, not by {angle.Number} rad", nameof(value));
            }

            tilt = value;
        }
    }

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path)
    {
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * PaddingInUse, nx * PaddingInUse);
        double points = (double)paddedY * paddedX;
        path.Resize(paddedY, paddedX);
        path.Transform(positive: false);
        path.Multiply((row, column, at) =>
        {
            (Var<double> sineY, Var<double> sineX, Var<double> cosine, Var<double> travels) = Direction(row, column, at);
            (Turn x, Turn y) = Turns(at);
            Var<double> towards = (sineX * x.Cosine * y.Sine) - (sineY * x.Sine) + (cosine * x.Cosine * y.Cosine);
            return Ops.ToComplex(travels * (towards > 0) * (1 / points)) * TransferFunctions.FreeSpace(Ops.Square(sineY) + Ops.Square(sineX), at);
        });
        path.SumWaves(ny, nx, (row, column, at) =>
        {
            (Var<double> sineY, Var<double> sineX, Var<double> cosine, _) = Direction(row, column, at);
            (Turn x, Turn y) = Turns(at);
            Var<double> alongX = (sineX * y.Cosine) - (cosine * y.Sine);
            Var<double> alongY = (sineX * x.Sine * y.Sine) + (sineY * x.Cosine) + (cosine * x.Sine * y.Cosine);
            return Ops.ToComplex(at.PitchX / at.WavelengthInMedium * alongX, at.PitchY / at.WavelengthInMedium * alongY);
        });

        // The direction of a wave, l f; where it does not travel the cosine is 1 and not used.
        (Var<double> SineY, Var<double> SineX, Var<double> Cosine, Var<double> Travels) Direction(Var<double> row, Var<double> column, in PropagationVariables at)
        {
            Var<double> sineY = at.WavelengthInMedium * row / (paddedY * at.PitchY);
            Var<double> sineX = at.WavelengthInMedium * column / (paddedX * at.PitchX);
            Var<double> squared = Ops.Square(sineY) + Ops.Square(sineX);
            Var<double> travels = squared < 1;
            return (sineY, sineX, Ops.Sqrt(Ops.Where(travels, 1 - squared, 1)), travels);
        }
    }

    private (Turn X, Turn Y) Turns(in PropagationVariables at) => (Turn.By(tilt.X.On(at.Distance.Tape)), Turn.By(tilt.Y.On(at.Distance.Tape)));

    private readonly record struct Turn(Var<double> Cosine, Var<double> Sine)
    {
        internal static Turn By(Var<double> angle) => new(Ops.Cos(angle), Ops.Sin(angle));
    }
}
