using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// Fresnel propagation to a window of any pitch, size and place: the transform of the one-step method evaluated at those points by the chirp-z transform, which turns the product j k in its
/// exponent into a convolution, -2 j k = (k - j)^2 - j^2 - k^2 (Bluestein 1970; Rabiner, Schafer and Rader 1969). Zooms into a part of the plane, on or off the axis. It pads by itself.
/// </summary>
public sealed record ChirpZ : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "czt";

    /// <summary>Where the result is wanted.</summary>
    public OutputWindow Window { get; init; } = new();

    /// <inheritdoc/>
    public override FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => Window.On(grid);

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path)
    {
        if (Padding is not null) throw new ArgumentException("the chirp-z transform pads by itself: leave the padding out");
        SingleTransform.RequireDistance(path.Numbers.Distance);
        PropagationNumbers numbers = path.Numbers;
        bool isForward = numbers.Distance > 0;
        FieldGrid window = Window.On(new FieldGrid(path.Ny, path.Nx, numbers.PitchY, numbers.PitchX));
        (double centerY, double centerX) = Window.Center;

        // The field with the phase of a spherical wave, seen from the middle of the window, and the chirp.
        path.Multiply((row, column, at) =>
        {
            Var<double> y = row * at.PitchY;
            Var<double> x = column * at.PitchX;
            Var<double> towards = ((y * centerY) + (x * centerX)) / (at.WavelengthInMedium * at.Distance);
            return Phases.Polar(ImpulseResponses.Curvature(y, x, at) - towards - Chirp(row, column, at));
        });

        // Differences between the number of a point in the window and one in the field reach from one end to the other.
        path.Resize(FastLength.AtLeast(path.Ny + window.Ny), FastLength.AtLeast(path.Nx + window.Nx));
        path.Convolve((row, column, at) => Phases.Polar(Chirp(row, column, at)));
        path.Resize(window.Ny, window.Nx);
        path.Multiply((row, column, at) =>
        {
            (Var<double> pitchY, Var<double> pitchX) = Pitch(at);
            return Phases.Polar(-Chirp(row, column, at)) * ImpulseResponses.Paraxial((row * pitchY) + centerY, (column * pitchX) + centerX, at.PitchY * at.PitchX, isForward, at);
        });

        // j k dx dx' / (l z) = (j^2 + k^2 - (k - j)^2) / 2 of it.
        Var<double> Chirp(Var<double> row, Var<double> column, PropagationVariables at)
        {
            (Var<double> pitchY, Var<double> pitchX) = Pitch(at);
            return ((Ops.Square(row) * at.PitchY * pitchY) + (Ops.Square(column) * at.PitchX * pitchX)) / (2 * at.WavelengthInMedium * at.Distance);
        }

        // A pitch that is not stated is the field's, also where that is a variable.
        (Var<double> Y, Var<double> X) Pitch(in PropagationVariables at) =>
            Window.Pitch is (double y, double x) ? (at.PitchY.Tape.Constant(y), at.PitchX.Tape.Constant(x)) : (at.PitchY, at.PitchX);
    }
}
