namespace AdjointKit.Optimization;

/// <summary>
/// How primal-dual steps use that F is strongly convex with the constant m (Chambolle and Pock, J. Math. Imaging Vis. 40, 2011): primal steps get shorter and dual ones longer by the momentum
/// 1 / sqrt(1 + 2 m t), and |x - x*| falls as 1 / (m N) (algorithm 2). Where all G_i* are strongly convex as well, with n, lengths in the ratio t / s = n / m stay, the momentum is 1 / (1 + 2 m t), and errors
/// fall by a factor in each step (algorithm 3).
/// </summary>
internal readonly record struct StepAcceleration
{
    /// <summary>By what the first primal step is longer than 1 / m: then what x is at first hardly counts.</summary>
    private const double FirstPrimal = 10;

    private readonly double convexity;
    private readonly double dualConvexity;
    private readonly bool isGiven;

    private StepAcceleration(double convexity, double dualConvexity, bool isGiven)
    {
        this.convexity = convexity;
        this.dualConvexity = dualConvexity;
        this.isGiven = isGiven;
    }

    /// <summary>Whether there is something to use.</summary>
    internal bool IsOn => convexity > 0;

    /// <summary>What a problem allows and options do not forbid.</summary>
    internal static StepAcceleration Of<T>(CompositeOptions options, SplitForm<T> form)
        where T : unmanaged
    {
        double strength = form.StrongConvexity;
        if (options is not { Accelerated: true, Adaptive: false } || form.Smooth is not null || form.Terms.Length == 0 || !(strength > 0) || !double.IsFinite(strength)) return default;
        double dual = form.DualStrongConvexity;
        bool areGiven = options.PrimalStep is not null || options.DualStep is not null;
        return new StepAcceleration(strength, !areGiven && double.IsFinite(dual) ? dual : 0, areGiven);
    }

    /// <summary>The first lengths: as stable as those that are found without.</summary>
    internal (double Primal, double Dual) First((double Primal, double Dual) found)
    {
        if (!IsOn || isGiven) return found;
        double product = found.Primal * found.Dual;
        double primal = dualConvexity > 0 ? Math.Sqrt(product * dualConvexity / convexity) : FirstPrimal / convexity;
        return (primal, product / primal);
    }

    /// <summary>The lengths of the next step, and the momentum between.</summary>
    internal (double Primal, double Dual, double Momentum) After(double primal, double dual)
    {
        if (!IsOn) return (primal, dual, 1);
        double growth = 1 + (2 * convexity * primal);
        if (dualConvexity > 0) return (primal, dual, 1 / growth);
        double momentum = 1 / Math.Sqrt(growth);
        return (primal * momentum, dual / momentum, momentum);
    }

    /// <summary>The lengths of each of a number of steps, and the momentum after it.</summary>
    internal (double Primal, double Dual, double Momentum)[] Lengths(int steps, double primal, double dual)
    {
        var lengths = new (double Primal, double Dual, double Momentum)[steps];
        for (int k = 0; k < steps; k++)
        {
            (double nextPrimal, double nextDual, double momentum) = After(primal, dual);
            lengths[k] = (primal, dual, momentum);
            (primal, dual) = (nextPrimal, nextDual);
        }

        return lengths;
    }
}
