using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>What the propagations by a single transform share: the scale, the quadratic phases and the pitch of the result.</summary>
internal static class SingleTransform
{
    internal static FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers, int padding)
    {
        double waves = numbers.WavelengthInMedium * Math.Abs(numbers.Distance);
        return grid.WithPitch(waves / (grid.Ny * padding * grid.Dy), waves / (grid.Nx * padding * grid.Dx));
    }

    /// <param name="path">What takes the steps.</param>
    /// <param name="padding">By how much the grid is enlarged.</param>
    /// <param name="near">Whether the quadratic phase over the field counts: Fresnel, not Fraunhofer.</param>
    internal static void Describe(PropagationPath path, int padding, bool near)
    {
        if (path.Numbers.Distance == 0) throw new ArgumentException("a propagation by a single transform has no distance 0: the pitch of its result would be 0");
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * padding, nx * padding);
        if (near) path.Multiply((row, column, at) => Phases.Polar(Curvature(row * at.PitchY, column * at.PitchX, at)));
        path.Resize(paddedY, paddedX);
        path.Transform(positive: path.Numbers.Distance < 0);
        path.Multiply((row, column, at) =>
        {
            Var<double> waves = at.WavelengthInMedium * Ops.Abs(at.Distance);
            Var<double> y = row * waves / (paddedY * at.PitchY);
            Var<double> x = column * waves / (paddedX * at.PitchX);

            // 1/i is a quarter of a cycle back; the sign of z is half a cycle.
            double quarter = path.Numbers.Distance < 0 ? 0.25 : -0.25;
            Var<double> cycles = Phases.WavesAlong(at.Distance, at.WavelengthInMedium) + quarter + Curvature(y, x, at);
            return Phases.Polar(at.PitchY * at.PitchX / waves, cycles);
        });
        path.Resize(ny, nx);
    }

    /// <summary>(x^2 + y^2) / (2 l z): the paraxial phase of a spherical wave, in cycles.</summary>
    private static Var<double> Curvature(Var<double> y, Var<double> x, in PropagationVariables at) => (Ops.Square(y) + Ops.Square(x)) / (2 * at.WavelengthInMedium * at.Distance);
}
