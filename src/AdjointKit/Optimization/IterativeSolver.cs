using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// The one shape of all iterations: the constructor takes the problem and the options and makes the buffers, a start sets the first iterate, <see cref="Step"/> goes on by
/// one iteration, and <see cref="Run"/> steps until the stopping rule is met. A step reads the problem and the state and writes the state, nothing else; it allocates no
/// managed memory. Arrays lie where the problem does. Not thread-safe.
/// </summary>
/// <typeparam name="T">The element type of the iterate.</typeparam>
public abstract class IterativeSolver<T> : IDisposable
    where T : unmanaged
{
    private readonly List<double> history = new(256);
    private readonly Action<SolverStep>? callback;

    private protected IterativeSolver(Compute compute, StoppingRule stopping, Action<SolverStep>? callback)
    {
        Compute = compute;
        Stopping = stopping;
        this.callback = callback;
    }

    /// <summary>The method's name, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Where it computes.</summary>
    public Compute Compute { get; }

    /// <summary>When it ends.</summary>
    public StoppingRule Stopping { get; }

    /// <summary>The iterate; the solver's own array. After <see cref="Run"/>, the solution.</summary>
    public abstract NdArray<T> Solution { get; }

    /// <summary>The number of iterations since the start.</summary>
    public int Iterations => Math.Max(0, history.Count - 1);

    /// <summary>The residual now.</summary>
    public double Residual { get; private protected set; }

    /// <summary>The residual that ends the iteration.</summary>
    public double Target { get; private protected set; }

    /// <summary>The residual at the start and after each iteration.</summary>
    public IReadOnlyList<double> History => history;

    /// <summary>Why it ended; null while it goes on.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The backend of the arrays.</summary>
    private protected Backend Backend => Compute.Backend;

    /// <summary>One iteration; nothing once it has ended.</summary>
    public void Step()
    {
        if (history.Count == 0) throw new InvalidOperationException($"{Name} has no first iterate: call Start before Step or Run.");
        if (Reason is not null) return;
        StopReason? reason = Advance();
        history.Add(Residual);
        callback?.Invoke(new SolverStep(Iterations, Residual, Target));
        if (reason is null && Iterations >= Stopping.IterationLimit) reason = StopReason.IterationLimit;
        if (reason is null && !double.IsFinite(Residual)) reason = StopReason.NotFinite;
        if (reason is not StopReason end) return;
        if (end != StopReason.Converged) Conclude();
        Reason = end == StopReason.IterationLimit && Residual <= Target ? StopReason.Converged : end;
    }

    /// <summary>Steps until the stopping rule is met.</summary>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Looked at before each iteration.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the state is that after a whole iteration, and another run goes on from there.</exception>
    public StopReason Run(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var reporter = new LoopProgress(Name, 0, progress, cancellation, "iterations");
        while (Reason is null)
        {
            Step();
            reporter.Add(1);
        }

        reporter.Finish();
        return Reason!.Value;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs, and gives the result with a solution that the caller owns.</summary>
    internal SolverResult<T> RunToResult(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        StopReason reason = Run(progress, cancellation);
        NdArray<T> solution = Backend.Allocate(ElementTypes.Of<T>(), Solution.Shape, account: null).As<T>();
        Backend.Copy(Solution, solution);
        return new SolverResult<T>(Name, solution, reason, Iterations, Residual, Target, [.. history]);
    }

    /// <summary>Begins with an iterate of a given residual.</summary>
    private protected void Begin(double residual, double target)
    {
        Residual = residual;
        Target = target;
        history.Clear();
        history.Add(residual);
        Reason = !double.IsFinite(residual) ? StopReason.NotFinite
            : residual <= target ? StopReason.Converged
            : Stopping.IterationLimit <= 0 ? StopReason.IterationLimit
            : null;
    }

    /// <summary>One iteration: sets <see cref="Residual"/>, and says why it ends or null.</summary>
    private protected abstract StopReason? Advance();

    /// <summary>Brings <see cref="Solution"/> and <see cref="Residual"/> up to date where the iteration ends unconverged.</summary>
    private protected virtual void Conclude()
    {
    }

    private protected abstract void Release();

    /// <summary>The Euclidean norm.</summary>
    private protected double Norm(NdArray<T> x) => Math.Sqrt(Backend.Dot(x, x).Real);

    private protected NdArray<T> NewArray(Shape shape) => Compute.Empty<T>(shape);
}
