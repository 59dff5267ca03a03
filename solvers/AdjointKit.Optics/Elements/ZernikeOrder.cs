namespace AdjointKit.Optics;

/// <summary>In which order Zernike polynomials are counted.</summary>
public enum ZernikeOrder
{
    /// <summary>From 1 on, as in R. J. Noll, "Zernike polynomials and atmospheric turbulence", J. Opt. Soc. Am. 66, 207-211, 1976: piston, tilts along x and y, defocus, ...</summary>
    Noll,

    /// <summary>From 0 on, j = (n (n + 2) + m) / 2, as OSA and ANSI have it (Z80.28): piston, tilts along y and x, oblique astigmatism, ...</summary>
    Osa,
}
