namespace AdjointKit.Optimization;

/// <summary>How a <see cref="CompositeProblem{T}"/> is solved.</summary>
public enum CompositeMethod
{
    /// <summary>Proximal gradient steps for a smooth part and one function at most; else primal-dual steps, Condat and Vu's where h is known by its gradient only.</summary>
    Automatic,

    /// <summary>Proximal gradient steps, with momentum (FISTA): h by its gradient, and one function behind no operator.</summary>
    ProximalGradient,

    /// <summary>Primal-dual hybrid gradients (Chambolle and Pock, J. Math. Imaging Vis. 40, 2011): all functions by their prox, operators by products only. Least squares with an A are one more function.</summary>
    PrimalDual,

    /// <summary>Primal-dual steps with h by its gradient (Condat, J. Optim. Theory Appl. 158, 2013; Vu, Adv. Comput. Math. 38, 2013).</summary>
    CondatVu,

    /// <summary>The alternating direction method of multipliers (Boyd et al., Found. Trends Mach. Learn. 3, 2011): a linear system in each step, and few steps.</summary>
    Admm,

    /// <summary>ADMM with its linear system replaced by one gradient step (Parikh and Boyd, Found. Trends Optim. 1, 2014, section 4.4.2): products only.</summary>
    LinearizedAdmm,

    /// <summary>Douglas and Rachford's method for two functions (Lions and Mercier, SIAM J. Numer. Anal. 16, 1979): no operators but that of least squares.</summary>
    DouglasRachford,
}
