using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Optimization.Steps;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// The one shape of all iterations: the constructor takes the problem and the options (an immutable record) and makes the buffers, a start sets the first iterate, <see cref="Step"/>
/// goes on by one iteration, <see cref="Run"/> steps until the stopping rule is met, and <see cref="Save"/> and <see cref="Restore"/> take up an iteration elsewhere. A step reads the
/// problem and the state and writes the state, nothing else; it allocates no managed memory. Arrays lie where the problem does. Not thread-safe.
/// </summary>
/// <remarks>
/// How a solver is written. What the step carries is a struct over vectors and numbers of any kind, and the step is its method, written once in the words of
/// <see cref="IStepAlgebra{TVector, TScalar}"/>: on arrays it works in place, on a tape it is recorded, and is then differentiated, checkpointed or unrolled as a layer of a network.
/// <code>
/// internal struct DescentStep&lt;TVector, TScalar&gt; where TScalar : struct, IStepScalar&lt;TScalar&gt;      // x = x - t grad f(x)
/// {
///     public TVector X, Gradient;                                     // vectors are replaced (by ref) or written in place, never kept elsewhere
///     public TScalar Length;
///     public void Visit(IStateVisitor&lt;TVector, TScalar&gt; visitor) { visitor.Vector(ref X); visitor.Number(ref Length); }    // not scratch
///     public void Advance&lt;TOn&gt;(TOn on, IStepMap gradient) where TOn : IStepAlgebra&lt;TVector, TScalar&gt;
///     {
///         on.Apply(gradient, X, ref Gradient);
///         on.AddScaled(-Length, Gradient, ref X);
///     }
/// }
/// </code>
/// The solver holds the struct over <c>UntypedArray</c> and <see cref="RealScalar"/>: its constructor calls the base with options that derive from <see cref="SolverOptions"/> and makes the arrays; its
/// start copies the first iterate and calls <see cref="Begin"/>; <see cref="Advance"/> calls the struct's method, sets <see cref="Residual"/> (and <see cref="Target"/>,
/// <see cref="Objective"/>, <see cref="Optimality"/> where it knows them) and gives the reason to end, or null to go on; <see cref="Exchange"/> passes the state on. A reason other than
/// those the base finds (the limit of iterations, a residual that is not finite) is the solver's to give, and <see cref="Conclude"/> its chance to bring the solution up to date.
/// On a tape the same struct is over <c>Var</c> and <see cref="TapeScalar"/>: <c>LinearSystem.Unroll</c> runs it.
/// </remarks>
/// <typeparam name="T">The element type of the iterate.</typeparam>
public abstract class IterativeSolver<T> : IDisposable
    where T : unmanaged
{
    private readonly List<SolverStep> history = new(256);
    private readonly Action<SolverStep>? callback;
    private readonly NdArray<T>? truth;
    private NdArray<T> difference;
    private double truthSquared;

    private protected IterativeSolver(Compute compute, SolverOptions options)
    {
        Compute = compute;
        Stopping = options.Stopping.Valid();
        callback = options.Callback;
        if (options.Truth is not UntypedArray known) return;
        if (known.ElementType != ElementTypes.Of<T>()) throw new ArgumentException($"the truth has {known.ElementType} elements and the iterate {ElementTypes.Of<T>()}", nameof(options));
        truth = known.As<T>();
        difference = NewArray(known.Shape);
        truthSquared = Backend.Dot(known, known).Real;
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

    /// <summary>The residual now: what the stopping rule looks at.</summary>
    public double Residual { get; private protected set; }

    /// <summary>The residual that ends the iteration.</summary>
    public double Target { get; private protected set; }

    /// <summary>The value of what is made smallest, as of the last step; NaN where the method does not know it.</summary>
    public double Objective { get; private protected set; } = double.NaN;

    /// <summary>How far the conditions of a minimum are missed, as of the last step; NaN where the method does not know it.</summary>
    public double Optimality { get; private protected set; } = double.NaN;

    /// <summary>What it had come to at the start and after each iteration.</summary>
    public IReadOnlyList<SolverStep> History => history;

    /// <summary>Why it ended; null while it goes on.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>For an iteration within the one that runs: looked at in each of its steps, and where it is cancelled the state is left as it was.</summary>
    private protected CancellationToken Cancellation { get; private set; }

    /// <summary>The backend of the arrays.</summary>
    private protected Backend Backend => Compute.Backend;

    /// <summary>One iteration; nothing once it has ended.</summary>
    /// <param name="cancellation">Looked at within an iteration that solves a linear system.</param>
    /// <exception cref="OperationCanceledException">It was cancelled on the way; the state is that before it.</exception>
    public void Step(CancellationToken cancellation = default)
    {
        RequireStart();
        if (Reason is not null) return;
        Cancellation = cancellation;
        StopReason? reason = Advance();
        history.Add(Snapshot(history.Count));
        callback?.Invoke(history[^1]);
        EndOn(reason);
    }

    /// <summary>Steps until the stopping rule is met.</summary>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Looked at before each iteration, and within those that solve a linear system.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the state is that after a whole iteration, and another run goes on from there.</exception>
    public StopReason Run(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        // How many iterations there will be is known where nothing but their limit ends them.
        long total = Stopping is { RelativeTolerance: 0, AbsoluteTolerance: 0 } ? Stopping.IterationLimit - Iterations : 0;
        var reporter = new LoopProgress(Name, total, progress, cancellation, "iterations");
        while (Reason is null)
        {
            Step(cancellation);
            reporter.Add(1);
        }

        reporter.Finish();
        return Reason!.Value;
    }

    /// <summary>A copy of the state between two iterations, which the caller owns.</summary>
    public SolverState Save()
    {
        RequireStart();
        var exchange = new StateExchange(Backend, from: null);
        ExchangeAll(exchange);
        return exchange.Result(Name, [.. history]);
    }

    /// <summary>Goes on from a state that a solver of the same kind saved: this one was made with the same problem and options (limits may differ) and has been started on the same data.</summary>
    /// <param name="state">The state, which is copied.</param>
    public void Restore(SolverState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        RequireStart();
        if (state.Method != Name) throw new ArgumentException($"a state of {state.Method} is not one of {Name}", nameof(state));
        if (state.History.Count == 0) throw new ArgumentException("a state without a history has no first iterate", nameof(state));
        var exchange = new StateExchange(Backend, state);
        StopReason? ended = ExchangeAll(exchange);
        exchange.Finish();
        history.Clear();
        history.AddRange(state.History);
        SolverStep last = history[^1];
        (Residual, Objective, Optimality) = (last.Residual, last.Objective, last.Optimality);

        // What ended for another reason than its limit stays so: the limit alone may be another one here.
        Reason = ended == StopReason.IterationLimit ? null : ended;
        if (Reason is not null) return;
        EndOn(Residual <= Target ? StopReason.Converged : null);
        if (Reason is null && ended is not null) Resume();
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        Release();
        if (truth is not null) difference.Dispose();
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
        Objective = double.NaN;
        Optimality = double.NaN;
        if (truth is NdArray<T> known && known.Shape != Solution.Shape) throw new ArgumentException($"a truth of shape {known.Shape} is not that of an iterate of shape {Solution.Shape}");
        history.Clear();
        history.Add(Snapshot(0));
        Reason = !double.IsFinite(residual) ? StopReason.NotFinite
            : residual <= target ? StopReason.Converged
            : Stopping.IterationLimit <= 0 ? StopReason.IterationLimit
            : null;
    }

    /// <summary>Takes into the history what became known of the first iterate after <see cref="Begin"/>.</summary>
    private protected void AmendBeginning() => history[0] = Snapshot(0);

    /// <summary>One iteration: sets <see cref="Residual"/>, and says why it ends or null.</summary>
    private protected abstract StopReason? Advance();

    /// <summary>Passes on all that the next step needs of this one, the iterate included, always in one order; scratch is left out.</summary>
    private protected abstract void Exchange(StateExchange exchange);

    /// <summary>Brings <see cref="Solution"/> and <see cref="Residual"/> up to date where the iteration ends unconverged.</summary>
    private protected virtual void Conclude()
    {
    }

    /// <summary>Makes a state after the end, that of an iteration which met its limit, one to step from.</summary>
    private protected virtual void Resume()
    {
    }

    private protected abstract void Release();

    /// <summary>The Euclidean norm.</summary>
    private protected double Norm(in UntypedArray x) => Math.Sqrt(Backend.Dot(x, x).Real);

    private protected NdArray<T> NewArray(Shape shape) => Compute.Empty<T>(shape);

    private void EndOn(StopReason? reason)
    {
        if (reason is null && Iterations >= Stopping.IterationLimit) reason = StopReason.IterationLimit;
        if (reason is null && !double.IsFinite(Residual)) reason = StopReason.NotFinite;
        if (reason is not StopReason end) return;
        if (end != StopReason.Converged) Conclude();
        Reason = end == StopReason.IterationLimit && Residual <= Target ? StopReason.Converged : end;
    }

    /// <summary>Passes the whole state on; why it ended, if it is one after the end, where it may be no state to step from.</summary>
    private StopReason? ExchangeAll(StateExchange exchange)
    {
        const int goesOn = -1;
        double target = Target;
        int ended = Reason is StopReason reason ? (int)reason : goesOn;
        exchange.Number(ref target);
        exchange.Integer(ref ended);
        Target = target;
        Exchange(exchange);
        return ended == goesOn ? null : (StopReason)ended;
    }

    private SolverStep Snapshot(int iteration) => new(iteration, Residual, Target, Objective, Optimality, Error());

    private double Error()
    {
        if (truth is not NdArray<T> known) return double.NaN;
        Backend.Binary(BinaryOp.Subtract, Solution, known, difference);
        return Backend.Dot(difference, difference).Real / truthSquared;
    }

    private void RequireStart()
    {
        if (history.Count == 0) throw new InvalidOperationException($"{Name} has no first iterate: call Start before Step, Run, Save or Restore.");
    }
}
