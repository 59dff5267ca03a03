using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The transfer function of free space, exact and paraxial, over the squared sine s of a plane wave's angle to the axis, s = (l fx)^2 + (l fy)^2 with the wavelength l in the medium. Formed so,
/// s is 1 to the last digit for the wave along the plane that a pitch of half a wavelength has, where the root of 1 - s would blow up an error of one.
/// </summary>
internal static class TransferFunctions
{
    /// <summary>A transfer function of the squared sine.</summary>
    internal delegate Var<Complex> OfSquaredSine(Var<double> squaredSine, in PropagationVariables at);

    /// <summary>The chain of steps of a method that filters the padded field.</summary>
    internal static void Describe(PropagationPath path, int padding, OfSquaredSine transfer)
    {
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * padding, nx * padding);
        path.Resize(paddedY, paddedX);
        path.Filter((row, column, at) => transfer(SquaredSine(row, column, paddedY, paddedX, at), at), isEven: true);
        path.Resize(ny, nx);
    }

    /// <summary>
    /// exp(2 pi i z/l sqrt(1 - s)); above 1 exp(-2 pi |z|/l sqrt(s - 1)): evanescent waves decay for either sign of z. The phase is z/l - z/l s / (1 + sqrt(1 - s)) cycles: the first term is
    /// one number, the second is small, so that no digits are lost.
    /// </summary>
    internal static Var<Complex> FreeSpace(Var<double> squaredSine, in PropagationVariables at)
    {
        Var<double> wavelength = at.WavelengthInMedium;
        Var<double> travels = squaredSine < 1;
        Var<double> decays = squaredSine > 1;

        // Where a wave does not travel the root is taken of 1, and its value not used: the derivative of a root at 0 is infinite.
        Var<double> cosine = Ops.Sqrt(Ops.Where(travels, 1 - squaredSine, 1));
        Var<double> cycles = Phases.WavesAlong(at.Distance, wavelength) - (at.Distance / wavelength * squaredSine / (1 + cosine));
        Var<double> decay = Ops.Abs(at.Distance) / wavelength * Ops.Sqrt(Ops.Where(decays, squaredSine - 1, 1));
        return Phases.Polar(Ops.Where(decays, Ops.Exp(-2 * Math.PI * decay), 1), Ops.Where(travels, cycles, 0));
    }

    /// <summary>The paraxial one, exp(2 pi i z/l (1 - s/2)).</summary>
    internal static Var<Complex> Paraxial(Var<double> squaredSine, in PropagationVariables at)
    {
        Var<double> wavelength = at.WavelengthInMedium;
        return Phases.Polar(Phases.WavesAlong(at.Distance, wavelength) - (0.5 * at.Distance / wavelength * squaredSine));
    }

    /// <summary>
    /// The quotient of the two where the wave travels: exp(-2 pi i z/l s^2 / (2 (1 + c)^2)), c = sqrt(1 - s), because c - (1 - s/2) = -s^2 / (2 (1 + c)^2). 1 where it does not travel.
    /// </summary>
    internal static Var<Complex> ExactOverParaxial(Var<double> squaredSine, in PropagationVariables at)
    {
        Var<double> travels = squaredSine < 1;
        Var<double> cosine = Ops.Sqrt(Ops.Where(travels, 1 - squaredSine, 1));
        return Phases.Polar(Ops.Where(travels, -0.5 * at.Distance / at.WavelengthInMedium * Ops.Square(squaredSine / (1 + cosine)), 0));
    }

    /// <summary>s from the numbers of coefficients of a grid of ny x nx points.</summary>
    internal static Var<double> SquaredSine(Var<double> row, Var<double> column, nint ny, nint nx, in PropagationVariables at) =>
        Ops.Square(at.WavelengthInMedium * row / (ny * at.PitchY)) + Ops.Square(at.WavelengthInMedium * column / (nx * at.PitchX));
}
