namespace AdjointKit.Optimization;

/// <summary>How a <see cref="CompositeProblem{T}"/> is solved.</summary>
public enum CompositeMethod
{
    /// <summary>Primal-dual steps; Condat and Vu's where h is known by its gradient only.</summary>
    Automatic,

    /// <summary>Primal-dual hybrid gradients (Chambolle and Pock, J. Math. Imaging Vis. 40, 2011): all functions by their prox, operators by products only. Least squares with an A are one more function.</summary>
    PrimalDual,

    /// <summary>Primal-dual steps with h by its gradient (Condat, J. Optim. Theory Appl. 158, 2013; Vu, Adv. Comput. Math. 38, 2013).</summary>
    CondatVu,
}
