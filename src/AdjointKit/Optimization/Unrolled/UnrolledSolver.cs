using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// A number of steps of a solver as the layers of a network: what was chosen of them (<see cref="LearnedParts"/>) is learned, by any loss of the output, with an <see cref="Optimizer"/> over
/// <see cref="Parameters"/>. Until it is trained it is that many iterations of the solver. Made by a solver's <c>Unroll</c>; it does not need the solver any more. Not thread-safe.
/// </summary>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of the data.</typeparam>
public sealed class UnrolledSolver<TIn, TOut> : IDisposable
    where TIn : unmanaged
    where TOut : unmanaged
{
    private static readonly ElementType Real = ElementTypes.RealOf(ElementTypes.Of<TIn>());

    private readonly LinearOperator<TIn, TOut> a;
    private readonly SampleOperator samples;
    private readonly SparseStep step;
    private readonly int[] steps;
    private readonly int[] thresholds;
    private readonly int[] momenta;
    private readonly int[] penalties;
    private readonly int[] relaxations;
    private readonly int[] dualSteps;
    private readonly int[] weights;
    private readonly int[] matrices;
    private readonly StepStarts starts;
    private readonly Var[] state;

    internal UnrolledSolver(LinearOperator<TIn, TOut> a, SampleOperator samples, SparseStep step, int layers, LearnedParts learn)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentNullException.ThrowIfNull(learn);
        this.a = a;
        this.samples = samples;
        this.step = step;
        Layers = layers;
        starts = step.Starts ?? throw new ArgumentException($"{step.Name} has no number that could be learned: it finds them all from the iterates", nameof(step));
        MatrixOperator<TIn>? matrix = starts.HasMatrix ? (object)a as MatrixOperator<TIn> : null;
        Require(learn.Step, starts.Step is not null, "step");
        Require(learn.Threshold, starts.Threshold is not null, "threshold");
        Require(learn.Momentum, starts.Momentum is not null, "momentum");
        Require(learn.Penalty, starts.Penalty is not null, "penalty");
        Require(learn.Relaxation, starts.Relaxation is not null, "relaxation");
        Require(learn.DualStep, starts.DualStep is not null, "dual step");
        Require(learn.Weight, starts.Weight is not null, "weight");
        Require(learn.Matrix, starts.HasMatrix, "matrix");
        if (learn.Matrix != LearnedScope.Fixed && matrix is null) throw new ArgumentException($"{a.Name} is no MatrixOperator, and has no matrix to learn: leave {nameof(LearnedParts)}.{nameof(learn.Matrix)} out", nameof(learn));
        RequireAlike(learn.Step, starts.Step, "step", first: 0);
        RequireAlike(learn.DualStep, starts.DualStep, "dual step", first: 0);
        RequireAlike(learn.Momentum, starts.Momentum, "momentum", first: 1);
        Parameters = new ParameterSet(a.Compute);
        state = new Var[step.StateCount];
        steps = Numbers("step", learn.Step, k => starts.Step!(k));
        thresholds = Numbers("threshold", learn.Threshold, _ => starts.Threshold!.Value);
        momenta = Numbers("momentum", learn.Momentum, k => starts.Momentum!(k), first: 1);
        penalties = Numbers("penalty", learn.Penalty, _ => starts.Penalty!.Value);
        relaxations = Numbers("relaxation", learn.Relaxation, _ => starts.Relaxation!.Value);
        dualSteps = Numbers("dualStep", learn.DualStep, k => starts.DualStep!(k));
        weights = Numbers("weight", learn.Weight, _ => starts.Weight!.Value);
        matrices = Named("matrix", learn.Matrix, first: 0, (name, _) => a.Compute.Backend.Copy(matrix!.Matrix, Parameters.Add<TIn>(name, matrix.Matrix.Shape)));
        this.step = step.ForLayers();
    }

    /// <summary>The name of the method.</summary>
    public string Name => step.Name;

    /// <summary>The number of layers.</summary>
    public int Layers { get; }

    /// <summary>What is learned: <c>step</c>, <c>threshold</c>, <c>momentum</c>, <c>penalty</c>, <c>relaxation</c>, <c>dualStep</c>, <c>weight</c> and <c>matrix</c>, those of layer k alone as <c>layers.k.NAME</c>.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The output of the last layer, recorded on the tape of the data.</summary>
    /// <param name="data">The data, of the operator's range.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="layers">How many layers are passed; null: all.</param>
    /// <param name="each">Is shown the output of every layer, from 1.</param>
    public Var<TIn> Run(Var<TOut> data, Var<TIn>? start = null, int? layers = null, Action<int, Var<TIn>>? each = null)
    {
        int last = layers ?? Layers;
        if (last < 1 || last > Layers) throw new ArgumentOutOfRangeException(nameof(layers), layers, $"{Layers} unrolled steps are run through 1 to {Layers} of them");
        if (data.Shape != a.Range) throw new ArgumentException($"data of shape {data.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(data));
        if (start is Var<TIn> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        Tape tape = data.Tape;
        Var y = samples.Data(data);
        state[0] = samples.Signals(start ?? tape.Zeros(ElementTypes.Of<TIn>(), a.Domain).As<TIn>());
        step.Begin(y, state);
        for (int k = 0; k < last; k++)
        {
            var numbers = new StepNumbers
            {
                Step = Number(steps[k], starts.Step, k, tape),
                Threshold = Number(thresholds[k], tape),
                Momentum = k == 0 ? default : Number(momenta[k], starts.Momentum, k, tape),
                Penalty = Number(penalties[k], tape),
                Relaxation = Number(relaxations[k], tape),
                DualStep = Number(dualSteps[k], starts.DualStep, k, tape),
                Weight = Number(weights[k], tape),
                Matrix = matrices[k] < 0 ? default : Parameters.Record<TIn>(tape, matrices[k]),
            };
            step.AdvanceWith(numbers, y, state);
            each?.Invoke(k + 1, samples.InDomain(state[0]).As<TIn>());
        }

        return samples.InDomain(state[0]).As<TIn>();
    }

    /// <summary>Gives the parameters back.</summary>
    public void Dispose()
    {
        Parameters.Dispose();
        step.Release();
    }

    private void Require(LearnedScope scope, bool isThere, string part)
    {
        if (scope != LearnedScope.Fixed && !isThere) throw new ArgumentException($"{step.Name} has no {part} that could be learned: leave it {LearnedScope.Fixed}", nameof(scope));
    }

    private void RequireAlike(LearnedScope scope, Func<int, double>? start, string part, int first)
    {
        if (scope == LearnedScope.Shared && Enumerable.Range(first, Layers - first).Any(k => start!(k) != start(first))) throw new ArgumentException($"the {part} of {step.Name} is another one in each layer: learn it {LearnedScope.PerLayer}", nameof(scope));
    }

    private int[] Numbers(string part, LearnedScope scope, Func<int, double> start, int first = 0) => Named(part, scope, first, (name, k) =>
    {
        UntypedArray number = Real == ElementType.Float32 ? Parameters.Add<float>(name, default) : Parameters.Add<double>(name, default);
        Parameters.Compute.Backend.Fill(number, start(k));
    });

    /// <summary>The numbers of the parameters of one part by layer, -1 where a layer has none of its own.</summary>
    private int[] Named(string part, LearnedScope scope, int first, Action<string, int> add)
    {
        var numbers = new int[Layers];
        Array.Fill(numbers, -1);
        for (int k = first; k < Layers && scope != LearnedScope.Fixed; k++)
        {
            if (scope == LearnedScope.PerLayer || k == first) add(scope == LearnedScope.Shared ? part : $"layers.{k}.{part}", k);
            numbers[k] = Parameters.Count - 1;
        }

        return numbers;
    }

    /// <summary>The parameter, or what the solver has in this layer; none where that is 0.</summary>
    private Var Number(int parameter, Func<int, double>? start, int k, Tape tape) =>
        parameter >= 0 ? Number(parameter, tape) : start?.Invoke(k) is double value && value != 0 ? tape.Filled(Real, default, value) : default;

    private Var Number(int parameter, Tape tape) => parameter < 0 ? default : Real == ElementType.Float32 ? Parameters.Record<float>(tape, parameter) : Parameters.Record<double>(tape, parameter);
}
