using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>What the propagations by a transform share: the scale, the quadratic phases and the pitch of the result.</summary>
internal static class SingleTransform
{
    /// <summary>The pitch behind a transform of n points: l |z| / (n pitch).</summary>
    internal static double Pitch(double wavelengthInMedium, double distance, nint points, double pitch) => wavelengthInMedium * Math.Abs(distance) / (points * pitch);

    internal static FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers, int padding) => grid.WithPitch(
        Pitch(numbers.WavelengthInMedium, numbers.Distance, grid.Ny * padding, grid.Dy),
        Pitch(numbers.WavelengthInMedium, numbers.Distance, grid.Nx * padding, grid.Dx));

    internal static void RequireDistance(double distance)
    {
        if (distance == 0) throw new ArgumentException("a propagation by a transform has no distance 0: the pitch of its result would be 0", nameof(distance));
    }

    /// <summary>The chain of steps.</summary>
    /// <param name="path">What takes the steps.</param>
    /// <param name="padding">By how much the grid is enlarged.</param>
    /// <param name="near">Whether the quadratic phase over the field counts: Fresnel, not Fraunhofer.</param>
    internal static void Describe(PropagationPath path, int padding, bool near)
    {
        RequireDistance(path.Numbers.Distance);
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * padding, nx * padding);
        if (near) path.Multiply((row, column, at) => Phases.Polar(ImpulseResponses.Curvature(row * at.PitchY, column * at.PitchX, at)));
        path.Resize(paddedY, paddedX);
        bool isForward = path.Numbers.Distance > 0;
        path.Transform(positive: !isForward);
        path.Multiply((row, column, at) =>
        {
            Var<double> waves = at.WavelengthInMedium * Ops.Abs(at.Distance);
            Var<double> y = row * waves / (paddedY * at.PitchY);
            Var<double> x = column * waves / (paddedX * at.PitchX);
            return ImpulseResponses.Paraxial(y, x, at.PitchY * at.PitchX, isForward, at);
        });
        path.Resize(ny, nx);
    }
}
