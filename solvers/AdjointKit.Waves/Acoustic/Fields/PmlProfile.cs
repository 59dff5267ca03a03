namespace AdjointKit.Waves.Acoustic.Fields;

/// <summary>
/// The coefficients of a convolutional PML (Roden &amp; Gedney 2000; Komatitsch &amp; Martin 2007; for the second-order equation Pasalic &amp; McGarry 2010):
/// psi[n] = b psi[n-1] + a du/dx, with b = exp(-(d + alpha) h), a = d / (d + alpha) (b - 1), damping d(s) = d0 s^2 and shift alpha(s) = alpha0 (1 - s),
/// s from 0 at the model to 1 at the outer edge.
/// </summary>
internal static class PmlProfile
{
    /// <summary>The theoretical reflection at normal incidence that sets d0 = -3 v ln(R) / (2 L).</summary>
    private const double Reflection = 1e-5;

    /// <summary>alpha0 = pi f with f the frequency whose wavelength at the largest velocity is this many layer widths of 10 points.</summary>
    private const double ShiftWavelengthPoints = 100;

    /// <summary>Coefficients a and b at a depth of <paramref name="points"/> grid points into a layer of <paramref name="width"/> points.</summary>
    internal static (double A, double B) Coefficients(double points, int width, double spacing, double maximumVelocity, double timeStep)
    {
        if (points <= 0 || width == 0) return (0, 0);
        double depth = Math.Min(1, points / width);
        double thickness = width * spacing;
        double damping = -3 * maximumVelocity * Math.Log(Reflection) / (2 * thickness) * depth * depth;
        double shift = Math.PI * maximumVelocity / (ShiftWavelengthPoints * spacing) * (1 - depth);
        double b = Math.Exp(-(damping + shift) * timeStep);
        double a = damping / (damping + shift) * (b - 1);
        return (a, b);
    }
}
