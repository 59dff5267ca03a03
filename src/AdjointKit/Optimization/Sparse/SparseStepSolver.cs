using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The iteration whose steps are those of a <see cref="SparseStep"/>: the state lies in arrays between two of them.</summary>
internal sealed class SparseStepSolver<TIn, TOut> : RecoverySolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TIn, TOut> a;
    private readonly SampleOperator samples;
    private readonly SparseStep step;
    private readonly Tape tape;
    private readonly Var[] variables;
    private readonly UntypedArray[] arrays;
    private NdArray<TOut> data;

    internal SparseStepSolver(LinearOperator<TIn, TOut> a, SampleOperator samples, SparseStep step, SolverOptions options)
        : base(a.Compute, options)
    {
        this.a = a;
        this.samples = samples;
        this.step = step;
        tape = new Tape(a.Compute);
        variables = new Var[step.StateCount];
        arrays = new UntypedArray[step.StateCount];
        arrays[0] = NewArray(a.Domain);
    }

    public override string Name => step.Name;

    public override NdArray<TIn> Solution => arrays[0].As<TIn>();

    public override void Start(NdArray<TOut> data, NdArray<TIn>? start = null)
    {
        if (data.Shape != a.Range) throw new ArgumentException($"data of shape {data.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(data));
        if (start is NdArray<TIn> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        if (start is not null && step.StartsFromZeros) throw new ArgumentException($"{Name} starts from zeros: leave the first iterate out", nameof(start));
        this.data = data;
        if (start is NdArray<TIn> given) Backend.Copy(given, arrays[0]);
        else Backend.Fill(arrays[0], 0);
        try
        {
            Var y = samples.Data(tape.Constant(data));
            variables[0] = samples.Signals(tape.Constant(Solution));
            step.Begin(y, variables);
            double target = Stopping.Target(Number(step.Scale(y)), ElementTypes.Of<TIn>());
            (Var residual, Var objective) = step.Measure(y, default, variables);
            Begin(Number(residual), target);
            if (!objective.IsNone) Objective = Number(objective);
            AmendBeginning();
            Keep();
        }
        finally
        {
            tape.Reset();
        }
    }

    public override UnrolledSolver<TIn, TOut> Unroll(int layers, LearnedParts learn) => new(a, samples, step, layers, learn);

    private protected override StopReason? Advance()
    {
        try
        {
            Var y = samples.Data(tape.Constant(data));
            variables[0] = samples.Signals(tape.Constant(Solution));
            for (int k = 1; k < arrays.Length; k++) variables[k] = tape.Constant(arrays[k]);
            Var before = variables[0];
            step.Advance(Iterations, y, variables);
            (Var residual, Var objective) = step.Measure(y, before, variables);
            Residual = Number(residual);
            if (!objective.IsNone) Objective = Number(objective);
            Keep();
        }
        catch (ArithmeticException)
        {
            // Inner products of columns beyond the range of the numbers: the state is that before the step.
            return StopReason.NotFinite;
        }
        finally
        {
            tape.Reset();
        }

        return Residual <= Target || Iterations + 1 >= step.LastStep ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        foreach (UntypedArray array in arrays) exchange.Array(array);
    }

    private protected override void Release()
    {
        tape.Dispose();
        step.Release();
        foreach (UntypedArray array in arrays) array.Release();
    }

    private double Number(Var x) => Backend.Dot(tape.Filled(x.ElementType, default, 1).Value, x.Value).Real;

    /// <summary>Copies the state to the arrays, which the first start makes but for the iterate's.</summary>
    private void Keep()
    {
        for (int k = 0; k < arrays.Length; k++)
        {
            UntypedArray value = variables[k].Value;
            if (arrays[k].IsDefault) arrays[k] = Backend.Allocate(value.ElementType, value.Shape, account: null);
            Backend.Copy(value, k == 0 ? arrays[0].Reshape(value.Shape) : arrays[k]);
        }
    }
}
