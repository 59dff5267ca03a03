using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>The field in a plane that a point of light leaves there, exact and paraxial, times the area of a sample.</summary>
internal static class ImpulseResponses
{
    /// <summary>A response at a point y, x of the plane.</summary>
    internal delegate Var<Complex> AtPoint(Var<double> y, Var<double> x, Var<double> area, bool isForward, in PropagationVariables at);

    /// <summary>The chain of steps of a method that convolves the padded field.</summary>
    internal static void Describe(PropagationPath path, int padding, AtPoint response)
    {
        RequireDistance(path.Numbers.Distance);
        (nint ny, nint nx) = (path.Ny, path.Nx);
        bool isForward = path.Numbers.Distance > 0;
        path.Resize(ny * padding, nx * padding);
        path.Convolve((row, column, at) => response(row * at.PitchY, column * at.PitchX, at.PitchY * at.PitchX, isForward, at), isEven: true);
        path.Resize(ny, nx);
    }

    internal static void RequireDistance(double distance)
    {
        if (distance == 0) throw new ArgumentException("an impulse response has no samples at distance 0: use asm, which gives the field back there", nameof(distance));
    }

    /// <summary>exp(i k z) / (i l z) exp(i k (x^2 + y^2) / 2z) area.</summary>
    internal static Var<Complex> Paraxial(Var<double> y, Var<double> x, Var<double> area, bool isForward, in PropagationVariables at)
    {
        Var<double> cycles = Phases.WavesAlong(at.Distance, at.WavelengthInMedium) + Curvature(y, x, at);
        return Phases.Polar(area / (at.WavelengthInMedium * Ops.Abs(at.Distance)), cycles + Quarter(isForward));
    }

    /// <summary>|z| / r^2 (1 / (2 pi r) - i / l) exp(i k r) area, its conjugate for negative z. The way is r = |z| + (x^2 + y^2) / (r + |z|).</summary>
    internal static Var<Complex> RayleighSommerfeld(Var<double> y, Var<double> x, Var<double> area, bool isForward, in PropagationVariables at)
    {
        Var<double> wavelength = at.WavelengthInMedium;
        Var<double> z = Ops.Abs(at.Distance);
        Var<double> across = Ops.Square(y) + Ops.Square(x);
        Var<double> r = Ops.Sqrt(across + Ops.Square(z));
        Var<double> cycles = Phases.WavesAlong(z, wavelength) + (across / (wavelength * (r + z)));
        Var<double> scale = area * z / Ops.Square(r);
        double sign = isForward ? 1 : -1;
        return Ops.ToComplex(scale / (2 * Math.PI * r), -sign * scale / wavelength) * Phases.Polar(sign * cycles);
    }

    /// <summary>(x^2 + y^2) / (2 l z): the paraxial phase of a spherical wave, in cycles.</summary>
    internal static Var<double> Curvature(Var<double> y, Var<double> x, in PropagationVariables at) => (Ops.Square(y) + Ops.Square(x)) / (2 * at.WavelengthInMedium * at.Distance);

    /// <summary>The phase of 1 / (i z), in cycles.</summary>
    internal static double Quarter(bool isForward) => isForward ? -0.25 : 0.25;
}
