using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// A training loop's optimiser: moves parameters, in place, by the gradients that the caller computed, <c>optimizer.Step([weights, bias], [weightsGradient, biasGradient])</c>. Made for the
/// types and shapes of a list of parameters; a step allocates nothing and leaves the gradients as they are. <see cref="Save"/> and <see cref="Restore"/> take it up elsewhere with the same bits.
/// Not thread-safe.
/// </summary>
/// <remarks>A function of one array is made smallest by <see cref="MinimizationMethod.FirstOrder"/>, steps to be differentiated are recorded by <see cref="Unroll{T}"/>.</remarks>
public sealed class Optimizer : IDisposable
{
    private readonly Backend backend;
    private readonly UpdateState<UntypedArray>[] states;
    private readonly UntypedArray[] averages;
    private readonly (ElementType Type, Shape Shape)[] kinds;
    private readonly ParameterUpdate update;

    /// <summary>Makes what is kept about the parameters.</summary>
    /// <param name="parameters">The parameters, or arrays of their types and shapes; they are not kept.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where the arrays lie.</param>
    public Optimizer(ReadOnlySpan<UntypedArray> parameters, OptimizerOptions? options, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (parameters.IsEmpty) throw new ArgumentException("an optimiser has one parameter at least", nameof(parameters));
        Options = options ?? new OptimizerOptions();
        Options.Rule.Valid();
        foreach (UntypedArray parameter in parameters) RequireFit(parameter.ElementType);
        backend = compute.Backend;
        update = new ParameterUpdate(compute, Options);
        states = new UpdateState<UntypedArray>[parameters.Length];
        kinds = new (ElementType Type, Shape Shape)[parameters.Length];
        averages = new UntypedArray[Options.Average is null ? 0 : parameters.Length];
        for (int k = 0; k < states.Length; k++)
        {
            UntypedArray like = parameters[k];
            if (Rule.KeepsFirst) states[k].First = New(like.ElementType, like.Shape);
            if (Rule.KeepsSecond) states[k].Second = New(like.ElementType, like.Shape);
            kinds[k] = (like.ElementType, like.Shape);
            update.Prepare(like);
            if (averages.Length > 0) averages[k] = New(like.ElementType, like.Shape);
        }

        Restart();
    }

    /// <summary>The options.</summary>
    public OptimizerOptions Options { get; }

    /// <summary>The number of steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate => Options.LearningRate.At(Steps);

    private UpdateRule Rule => Options.Rule;

    /// <summary>The mean of a parameter's iterates: the optimiser's own array, which each step overwrites.</summary>
    /// <param name="parameter">The number of the parameter.</param>
    public UntypedArray Average(int parameter) => averages.Length == 0 ? throw new InvalidOperationException("no mean of the iterates is kept: give OptimizerOptions.Average")
        : Steps == 0 ? throw new InvalidOperationException("a mean of the iterates needs one step at least")
        : averages[parameter];

    /// <summary>Moves one parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    public void Step(UntypedArray parameter, UntypedArray gradient) => Step([parameter], [gradient]);

    /// <summary>Moves the parameters.</summary>
    /// <param name="parameters">The parameters, in the order of the list that the optimiser was made for.</param>
    /// <param name="gradients">Their gradients, in the same order.</param>
    /// <exception cref="ArgumentException">They are not of the number, types and shapes that the optimiser was made for; nothing was moved.</exception>
    public void Step(ReadOnlySpan<UntypedArray> parameters, ReadOnlySpan<UntypedArray> gradients)
    {
        if (parameters.Length != states.Length || gradients.Length != states.Length) throw new ArgumentException($"{parameters.Length} parameters and {gradients.Length} gradients do not fit an optimiser for {states.Length}");
        for (int k = 0; k < states.Length; k++)
        {
            if (!Fits(k, parameters[k]) || !Fits(k, gradients[k])) throw Different(k, parameters[k], gradients[k]);
        }

        double factor = ClipFactor(gradients);
        double rate = LearningRate;
        Steps++;
        for (int k = 0; k < states.Length; k++) update.Run(states[k], parameters[k], gradients[k], averages.Length == 0 ? default : averages[k], factor, rate, Steps);
    }

    /// <summary>Forgets all steps.</summary>
    public void Restart()
    {
        Steps = 0;
        var on = new ArrayAlgebra(backend);
        for (int k = 0; k < states.Length; k++)
        {
            Rule.Begin<UntypedArray, RealScalar, ArrayAlgebra>(on, ref states[k]);
            if (averages.Length > 0) backend.Fill(averages[k], 0);
        }
    }

    /// <summary>A copy of what is kept about the parameters, which the caller owns; the parameters themselves are the caller's to save.</summary>
    public SolverState Save()
    {
        var exchange = new StateExchange(backend, from: null);
        Exchange(exchange);
        return exchange.Result(Rule.Name, []);
    }

    /// <summary>Goes on from what an optimiser of the same options and parameters saved.</summary>
    /// <param name="state">The state, which is copied.</param>
    public void Restore(SolverState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Method != Rule.Name) throw new ArgumentException($"a state of {state.Method} is not one of {Rule.Name}", nameof(state));
        var exchange = new StateExchange(backend, state);
        Exchange(exchange);
        exchange.Finish();
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        foreach (UpdateState<UntypedArray> state in states)
        {
            if (Rule.KeepsFirst) state.First.Release();
            if (Rule.KeepsSecond) state.Second.Release();
        }

        foreach (UntypedArray array in averages) array.Release();
        update.Dispose();
    }

    /// <summary>
    /// The parameter after a number of steps, recorded on its tape: differentiated with respect to the first iterate, the learning rate, or those of each step and coordinate, and what else the gradient depends on. What makes a
    /// loss behind the steps smallest over them are learned step sizes.
    /// </summary>
    /// <remarks>The square roots of <see cref="Adagrad"/>, <see cref="RmsProp"/> and <see cref="Adam"/> have no derivative where an element of the gradient has always been exactly 0.</remarks>
    /// <param name="gradient">x to the gradient there, in ops.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="learningRate">The learning rate, a variable of the real type: of rank 0, or one for each step, [steps], or one for each step and element, [steps, shape of x].</param>
    /// <param name="steps">The number of steps.</param>
    public static Var<T> Unroll<T>(Func<Var<T>, Var<T>> gradient, Var<T> start, UpdateRule rule, Var learningRate, int steps)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        RequireFit(rule.Valid(), null, ElementTypes.Of<T>());
        ElementType real = ElementTypes.RealOf(ElementTypes.Of<T>());
        Shape shape = learningRate.Shape;
        bool isEach = shape.Rank > 0 && shape[0] == steps && (shape.Rank == 1 || shape.Lengths[1..].SequenceEqual(start.Shape.Lengths));
        if ((shape.Rank > 0 && !isEach) || learningRate.ElementType != real) throw new ArgumentException($"a learning rate is a variable of type {real} of rank 0, of shape ({steps}) for each step, or of shape {new Shape([steps, .. start.Shape.Lengths])} for each step and element, not {learningRate.ElementType} of shape {shape}", nameof(learningRate));
        var on = new TapeAlgebra(start.Tape, real, complexScalars: false);
        var state = new UpdateState<Var> { X = start };
        rule.Begin<Var, TapeScalar, TapeAlgebra>(on, ref state);
        for (int k = 1; k <= steps; k++)
        {
            state.Gradient = gradient(state.X.As<T>());
            Var rate = isEach ? UntypedOps.Reshape(UntypedOps.Slice(learningRate, 0, k - 1, 1, 1), shape.Rank == 1 ? default : start.Shape) : learningRate;
            rule.Advance<Var, TapeScalar, TapeAlgebra>(on, new TapeScalar(rate), k, ref state);
        }

        return state.X.As<T>();
    }

    /// <summary>Passes on all that the next step needs.</summary>
    internal void Exchange(StateExchange exchange)
    {
        double steps = Steps;
        exchange.Number(ref steps);
        Steps = (long)steps;
        for (int k = 0; k < states.Length; k++)
        {
            states[k].Visit<RealScalar>(Rule, exchange);
            if (averages.Length > 0) exchange.Array(averages[k]);
        }
    }

    private static void RequireFit(UpdateRule rule, GradientClip? clip, ElementType type)
    {
        if (ElementTypes.RealOf(type) is not (ElementType.Float32 or ElementType.Float64)) throw new ArgumentException($"parameters are of floating-point numbers, not of {type}");
        if (!ElementTypes.IsComplex(type)) return;
        if (rule.KeepsSecond) throw new ArgumentException($"{rule.Name} is for real parameters, not for {type}: use SGD");
        if (clip is { IsByNorm: false }) throw new ArgumentException($"gradients of {type} are not clipped by value: use GradientClip.ByNorm");
    }

    private void RequireFit(ElementType type) => RequireFit(Rule, Options.Clip, type);

    private bool Fits(int k, in UntypedArray array) => array.ElementType == kinds[k].Type && array.Shape == kinds[k].Shape;

    private ArgumentException Different(int k, in UntypedArray parameter, in UntypedArray gradient) =>
        new($"parameter {k}, {parameter}, with its gradient {gradient} does not fit an optimiser that was made for {kinds[k].Type} {kinds[k].Shape}");

    /// <summary>What the gradients are multiplied by.</summary>
    private double ClipFactor(ReadOnlySpan<UntypedArray> gradients)
    {
        if (Options.Clip is not { IsByNorm: true } clip) return 1;
        double squared = 0;
        foreach (UntypedArray gradient in gradients) squared += backend.Dot(gradient, gradient).Real;
        double norm = Math.Sqrt(squared);
        return norm > clip.Limit ? clip.Limit / norm : 1;
    }

    private UntypedArray New(ElementType type, in Shape shape) => backend.Allocate(type, shape, account: null);
}
