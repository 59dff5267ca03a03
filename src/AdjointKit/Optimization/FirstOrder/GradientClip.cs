namespace AdjointKit.Optimization;

/// <summary>A limit of the gradients, applied before anything else is done with them.</summary>
public sealed record GradientClip
{
    private GradientClip(double limit, bool byNorm)
    {
        if (!(limit > 0)) throw new ArgumentException($"a limit of gradients is above 0, not {limit}");
        Limit = limit;
        IsByNorm = byNorm;
    }

    /// <summary>The limit.</summary>
    public double Limit { get; }

    /// <summary>Whether the norm is limited, and not each element.</summary>
    public bool IsByNorm { get; }

    /// <summary>Each element is moved to between -limit and limit; real gradients only.</summary>
    /// <param name="limit">The limit.</param>
    public static GradientClip ByValue(double limit) => new(limit, byNorm: false);

    /// <summary>The gradients of all parameters are scaled by one factor, so that the Euclidean norm of all of them together is at most the limit.</summary>
    /// <param name="limit">The limit.</param>
    public static GradientClip ByNorm(double limit) => new(limit, byNorm: true);
}
