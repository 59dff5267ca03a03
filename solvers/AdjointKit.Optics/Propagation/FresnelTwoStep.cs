using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// Fresnel propagation by two transforms over a plane in between, which sets the pitch of the result: with m the wanted pitch over the field's the plane lies at z / (1 + m) (Schmidt, Numerical
/// Simulation of Optical Wave Propagation, 6.3.2). m is the same along both axes,
/// and a constant to derivatives: with the field's pitch that of the result changes.
/// </summary>
public sealed record FresnelTwoStep : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "fresnel-2step";

    /// <summary>Where the result is wanted.</summary>
    public OutputWindow Window { get; init; } = new();

    /// <inheritdoc/>
    public override FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => Window.On(grid);

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path)
    {
        PropagationNumbers numbers = path.Numbers;
        SingleTransform.RequireDistance(numbers.Distance);
        FieldGrid window = Window.On(new FieldGrid(path.Ny, path.Nx, numbers.PitchY, numbers.PitchX));
        double ratio = window.Dx / numbers.PitchX;
        if (Math.Abs((window.Dy / numbers.PitchY) - ratio) > 1e-12 * ratio)
        {
            throw new ArgumentException($"two transforms scale both axes alike: a pitch of {window.Dy} x {window.Dx} m for one of {numbers.PitchY} x {numbers.PitchX} m needs czt");
        }

        (nint paddedY, nint paddedX) = (path.Ny * PaddingInUse, path.Nx * PaddingInUse);
        if (window.Ny > paddedY || window.Nx > paddedX) throw new ArgumentException($"the result of two transforms has at most the {paddedY} x {paddedX} points of the padded field, not {window.Ny} x {window.Nx}: pad more, or use czt");
        (double centerY, double centerX) = Window.Center;
        bool isForward = numbers.Distance > 0;
        double first = 1 / (1 + ratio);
        path.Multiply((row, column, at) => Phases.Polar(ImpulseResponses.Curvature(row * at.PitchY, column * at.PitchX, To(first, at))));
        path.Resize(paddedY, paddedX);
        path.Transform(positive: !isForward);
        path.Multiply((row, column, at) =>
        {
            (Var<double> y, Var<double> x) = Between(row, column, at);
            PropagationVariables onwards = To(1 - first, at);
            Var<double> towards = ((y * centerY) + (x * centerX)) / (onwards.WavelengthInMedium * onwards.Distance);
            return ImpulseResponses.Paraxial(y, x, at.PitchY * at.PitchX, isForward, To(first, at)) * Phases.Polar(ImpulseResponses.Curvature(y, x, onwards) - towards);
        });
        path.Transform(positive: !isForward);
        path.Multiply((row, column, at) =>
        {
            PropagationVariables onwards = To(1 - first, at);
            (Var<double> pitchY, Var<double> pitchX) = Between(at.Distance.Tape.Constant(1.0), at.Distance.Tape.Constant(1.0), at);
            return ImpulseResponses.Paraxial((ratio * row * at.PitchY) + centerY, (ratio * column * at.PitchX) + centerX, pitchY * pitchX, isForward, onwards);
        });
        path.Resize(window.Ny, window.Nx);

        static PropagationVariables To(double part, in PropagationVariables at) => at with { Distance = part * at.Distance };

        // Points of the plane in between, which has the pitch l |z1| / (n dx).
        (Var<double> Y, Var<double> X) Between(Var<double> row, Var<double> column, PropagationVariables at)
        {
            Var<double> waves = at.WavelengthInMedium * Ops.Abs(first * at.Distance);
            return (row * waves / (paddedY * at.PitchY), column * waves / (paddedX * at.PitchX));
        }
    }
}
