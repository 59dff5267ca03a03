namespace AdjointKit.Optimization;

/// <summary>How a smooth function is made smallest.</summary>
public enum MinimizationMethod
{
    /// <summary>L-BFGS, with bounds L-BFGS-B.</summary>
    Automatic,

    /// <summary>Limited-memory BFGS (Liu and Nocedal, Math. Prog. 45, 1989), with a strong Wolfe line search.</summary>
    LimitedMemoryBfgs,

    /// <summary>L-BFGS within bounds (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995; Morales and Nocedal, ACM Trans. Math. Softw. 38, 2011). Real x only.</summary>
    BoundedLimitedMemoryBfgs,

    /// <summary>Nonlinear conjugate gradients with the directions of Hager and Zhang (SIAM J. Optim. 16, 2005).</summary>
    ConjugateGradient,

    /// <summary>Nonlinear conjugate gradients with the directions of Polak and Ribiere, restarted where their factor is negative.</summary>
    PolakRibiere,

    /// <summary>Gradient descent with a line search, which tries the step of Barzilai and Borwein (IMA J. Numer. Anal. 8, 1988) first.</summary>
    GradientDescent,

    /// <summary>Newton's method in a trust region, its systems solved by conjugate gradients (Steihaug, SIAM J. Numer. Anal. 20, 1983). A function in ops only.</summary>
    NewtonTrustRegion,

    /// <summary>A rule with a learning rate and no line search, <see cref="MinimizerOptions.FirstOrder"/>: SGD, Adagrad, RMSProp, Adam or AdamW. The function may be noisy.</summary>
    FirstOrder,
}
