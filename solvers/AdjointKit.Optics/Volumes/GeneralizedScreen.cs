using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// What a slice does to a plane wave at an angle beyond what it does to one along the axis: the expansion of the wave number along z in the contrast e = (n^2 - n0^2) / n0^2 to second order, as
/// in the generalized screens of J. H. Le Rousseau and M. V. de Hoop, "Modeling and imaging with the scalar generalized-screen algorithms in isotropic media", Geophysics 66, 1551-1568, 2001.
/// With the cosine c in the background and k = k0 n0, sqrt(c^2 + e) - c less its value at c = 1 is (1/c - 1) e / 2 - (1/c^3 - 1) e^2 / 8; with g and h for k dz times these two factors of e and
/// e^2, exp(i g e + i h e^2) = 1 + i g e + (i h - g^2/2) e^2 up to terms in e^3.
/// </summary>
internal static class GeneralizedScreen
{
    /// <summary>The powers of the contrast.</summary>
    internal const int Terms = 3;

    /// <summary>Beyond 60 degrees the correction stays as it is there: the expansion is one in e / c^2, and at grazing angles would let light grow.</summary>
    private const double SmallestCosine = 0.5;

    /// <summary>The factor of e^m for every plane wave; evanescent ones are not corrected.</summary>
    internal static Var<Complex> Factor(int m, Var<double> squaredSine, in PropagationVariables at)
    {
        Var<double> travels = squaredSine < 1;
        Var<double> cosine = Ops.Maximum(Ops.Sqrt(Ops.Where(travels, 1 - squaredSine, 1)), SmallestCosine);
        Var<double> waves = 2 * Math.PI * at.Distance / at.WavelengthInMedium;
        Var<double> inverse = 1 / cosine;
        Var<double> first = Ops.Where(travels, 0.5 * waves * (inverse - 1), 0);
        if (m == 1) return Ops.ToComplex(0 * first, first);
        return Ops.ToComplex(-0.5 * Ops.Square(first), Ops.Where(travels, -0.125 * waves * ((inverse * inverse * inverse) - 1), 0));
    }
}
