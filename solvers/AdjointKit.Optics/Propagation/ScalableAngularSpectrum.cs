using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The scalable angular spectrum method: Fresnel propagation by one transform, the field before it filtered by the quotient of the exact and the paraxial transfer function, which varies slowly
/// (Heintzmann, Loetgering and Wechsler, Optica 10, 1407, 2023). As wide a result as that of the one-step method and exact at large angles. The field is padded twice; the pitch of the result is
/// l |z| / (2 n dx). Frequencies for which the filter would shift the light out of the padded grid are left out; the limit is a constant to derivatives.
/// </summary>
public sealed record ScalableAngularSpectrum : PropagationMethod
{
    private const int Enlargement = 2;

    /// <inheritdoc/>
    public override string Name => "sas";

    /// <inheritdoc/>
    public override FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => SingleTransform.OutputGrid(grid, numbers, Enlargement);

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path)
    {
        if (Padding is not null) throw new ArgumentException("the scalable angular spectrum method pads twice by itself: leave the padding out");
        SingleTransform.RequireDistance(path.Numbers.Distance);
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * Enlargement, nx * Enlargement);
        PropagationNumbers numbers = path.Numbers;
        double reachY = paddedY * numbers.PitchY / (2 * Math.Abs(numbers.Distance));
        double reachX = paddedX * numbers.PitchX / (2 * Math.Abs(numbers.Distance));
        path.Resize(paddedY, paddedX);
        path.Filter(Transfer, isEven: true);
        SingleTransform.Describe(path, padding: 1, near: true);
        path.Resize(ny, nx);

        Var<Complex> Transfer(Var<double> row, Var<double> column, PropagationVariables at)
        {
            Var<double> sineY = at.WavelengthInMedium * row / (paddedY * at.PitchY);
            Var<double> sineX = at.WavelengthInMedium * column / (paddedX * at.PitchX);
            Var<double> inside = Stays(sineY, sineX, reachY) * Stays(sineX, sineY, reachX);
            return Ops.ToComplex(inside) * TransferFunctions.ExactOverParaxial(Ops.Square(sineY) + Ops.Square(sineX), at);
        }
    }

    /// <summary>
    /// Whether the filter moves a plane wave by no more than half the padded width along an axis: z (a / c - a), a the wave's sine along the axis and c its cosine, at most reach z. With
    /// t = reach + |a| that is a^2 (1 + t^2) / t^2 + b^2 at most 1, b the sine along the other axis.
    /// </summary>
    private static Var<double> Stays(Var<double> along, Var<double> across, double reach)
    {
        Var<double> t = Ops.Square(reach + Ops.Abs(along));
        return (Ops.Square(along) * (1 + t) / t) + Ops.Square(across) <= 1;
    }
}
