using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>An iteration that makes a smooth function smallest. Made once for a function and a shape; started from any number of first iterates.</summary>
/// <typeparam name="T">The element type of x.</typeparam>
public abstract class SmoothSolver<T> : IterativeSolver<T>
    where T : unmanaged
{
    /// <summary>So many steps without a smaller value or gradient are a standstill.</summary>
    private const int Patience = 20;

    private readonly Objective<T> objective;
    private readonly Compute? own;
    private int evaluations;
    private double bestResidual;
    private double bestValue;
    private int idleSteps;

    private protected SmoothSolver(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective.Compute, options)
    {
        this.objective = objective;
        this.own = own;
        Options = options.Valid();
        X = NewArray(shape);
        G = NewArray(shape);
    }

    /// <summary>The options.</summary>
    public MinimizerOptions Options { get; }

    /// <summary>How often the function and its gradient were computed since the start.</summary>
    public int Evaluations => evaluations;

    /// <inheritdoc/>
    public override NdArray<T> Solution => X;

    /// <summary>The iterate.</summary>
    private protected NdArray<T> X { get; }

    /// <summary>The gradient there.</summary>
    private protected NdArray<T> G { get; }

    /// <summary>The value there.</summary>
    private protected double Value { get; set; }

    private protected double Roundoff { get; } = Precision.UnitRoundoff(ElementTypes.Of<T>());

    /// <summary>Sets the first iterate.</summary>
    /// <param name="start">The first iterate, which is copied; what lies outside the bounds is moved to them.</param>
    /// <exception cref="ArgumentException">It is of another shape, or the function is not finite there.</exception>
    public void Start(NdArray<T> start)
    {
        if (start.Shape != X.Shape) throw new ArgumentException($"a first iterate of shape {start.Shape} does not fit a solver for shape {X.Shape}", nameof(start));
        Backend.Copy(start, X);
        Confine(X);
        evaluations = 0;
        idleSteps = 0;
        Evaluate();
        double size = GradientSize();
        if (!double.IsFinite(Value)) throw new ArgumentException($"the function is {Value} at the first iterate: start where it is finite", nameof(start));
        if (!double.IsFinite(size)) throw new ArgumentException("the gradient at the first iterate has elements that are not finite: start where it is smooth", nameof(start));
        (bestResidual, bestValue) = (size, Value);
        Restart();
        Begin(size, Stopping.Target(size, ElementTypes.Of<T>()));
        Objective = Value;
        Optimality = size;
        AmendBeginning();
    }

    /// <summary>Whether steps that make neither value nor gradient smaller are part of the method, and no reason to end.</summary>
    private protected virtual bool MayRise => false;

    /// <summary>Forgets what earlier steps told.</summary>
    private protected abstract void Restart();

    /// <summary>One iteration: moves <see cref="X"/>, <see cref="G"/> and <see cref="Value"/> on, or leaves them and gives false where no step makes the function smaller.</summary>
    private protected abstract bool Move();

    /// <summary>Moves an iterate into the bounds.</summary>
    private protected virtual void Confine(NdArray<T> x)
    {
    }

    /// <summary>The largest magnitude in the gradient.</summary>
    private protected virtual double GradientSize() => Backend.MaxAbs(G);

    /// <summary>Value and gradient at <see cref="X"/>.</summary>
    private protected void Evaluate()
    {
        Value = objective.Evaluate(X, G);
        evaluations++;
    }

    private protected override StopReason? Advance()
    {
        double before = Value;
        bool moved = Move();
        Objective = Value;
        Optimality = Residual = GradientSize();
        if (Residual <= Target) return StopReason.Converged;
        if (!moved) return StopReason.Stagnated;
        if (MayRise) return null;
        if (Options.ObjectiveTolerance > 0 && before - Value <= Options.ObjectiveTolerance * Math.Max(Math.Abs(before), Math.Abs(Value))) return StopReason.Converged;
        idleSteps = Residual < bestResidual || Value < bestValue - (64 * Roundoff * Math.Abs(bestValue)) ? 0 : idleSteps + 1;
        bestResidual = Math.Min(bestResidual, Residual);
        bestValue = Math.Min(bestValue, Value);
        return idleSteps == Patience ? StopReason.Stagnated : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        exchange.Array(X);
        exchange.Array(G);
        double value = Value;
        exchange.Number(ref value);
        Value = value;
        exchange.Integer(ref evaluations);
        exchange.Number(ref bestResidual);
        exchange.Number(ref bestValue);
        exchange.Integer(ref idleSteps);
    }

    private protected override void Release()
    {
        objective.Dispose();
        X.Dispose();
        G.Dispose();
        own?.Dispose();
    }
}
