namespace AdjointKit.Optimization;

/// <summary>How the sum of squares of a nonlinear function is made smallest.</summary>
public enum LeastSquaresMethod
{
    /// <summary>Levenberg-Marquardt.</summary>
    Automatic,

    /// <summary>The damped step of Levenberg (Quart. Appl. Math. 2, 1944) and Marquardt (SIAM J. Appl. Math. 11, 1963), its damping led by how well the last step kept its promise.</summary>
    LevenbergMarquardt,

    /// <summary>The undamped step, halved until the sum of squares falls. For small residuals and a good first iterate.</summary>
    GaussNewton,
}
