using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The angular spectrum method without the frequencies whose transfer function the padded grid does not sample: |fx| at most 1 / (l sqrt((2 z / S)^2 + 1)), S the padded width along x,
/// and so along y (Matsushima and Shimobaba, Optics Express 17, 19662, 2009). For long distances, where the plain one wraps around. The limits are constants to derivatives.
/// </summary>
public sealed record BandLimitedAngularSpectrum : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "blasm";

    /// <inheritdoc/>
    public override int DefaultPadding => 2;

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path)
    {
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * PaddingInUse, nx * PaddingInUse);
        PropagationNumbers numbers = path.Numbers;
        double lastRow = Limit(paddedY * numbers.PitchY, numbers.WavelengthInMedium, numbers.Distance);
        double lastColumn = Limit(paddedX * numbers.PitchX, numbers.WavelengthInMedium, numbers.Distance);
        path.Resize(paddedY, paddedX);
        path.Filter(Transfer, isEven: true);
        path.Resize(ny, nx);

        Var<Complex> Transfer(Var<double> row, Var<double> column, PropagationVariables at)
        {
            Var<double> inside = (Ops.Abs(row) <= lastRow) * (Ops.Abs(column) <= lastColumn);
            return Ops.ToComplex(inside) * TransferFunctions.FreeSpace(TransferFunctions.SquaredSine(row, column, paddedY, paddedX, at), at);
        }
    }

    /// <summary>The highest frequency along an axis of a width, as the number of its coefficient.</summary>
    internal static double Limit(double width, double wavelengthInMedium, double distance) =>
        width / (wavelengthInMedium * Math.Sqrt(Math.Pow(2 * distance / width, 2) + 1));
}
