using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>What a <see cref="CustomOp"/> sees of one use of it on a tape. Valid during the call only; so are the arrays.</summary>
public readonly ref struct CustomOpContext
{
    private readonly RuleContext rule;

    internal CustomOpContext(RuleContext rule) => this.rule = rule;

    /// <summary>Where to compute.</summary>
    public Compute Compute => rule.Tape.Compute;

    /// <summary>The number of inputs.</summary>
    public int InputCount => rule.InputCount;

    /// <summary>The number of outputs made so far.</summary>
    public int OutputCount => rule.OutputCount;

    /// <summary>
    /// In the value rule: whether the use goes onto the tape, so that tangent or adjoint may follow. If not, <see cref="Save"/> is of no use
    /// (what is saved is disposed after the call).
    /// </summary>
    public bool IsRecorded => rule.Tape.WillRecord(rule);

    /// <summary>What the value rule saved.</summary>
    public IDisposable? Saved => rule.Entry.Saved;

    /// <summary>The value of an input. Read only.</summary>
    public NdArray<T> Input<T>(int index)
        where T : unmanaged => rule.Input(Checked(index, InputCount, "input")).Value.As<T>();

    /// <summary>The value of an output. Read only but in the value rule.</summary>
    public NdArray<T> Output<T>(int index)
        where T : unmanaged => rule.Output(Checked(index, OutputCount, "output")).Value.As<T>();

    /// <summary>Whether a derivative with respect to an input is asked for.</summary>
    public bool IsActive(int index) => rule.IsActive(Checked(index, InputCount, "input"));

    /// <summary>In the value rule: makes the next output, its elements undefined. The tape owns it.</summary>
    public NdArray<T> NewOutput<T>(Shape shape)
        where T : unmanaged => rule.NewOutput(ElementTypes.Of<T>(), shape).As<T>();

    /// <summary>In the value rule: keeps an object with the tape's entry until <see cref="Tape.Reset"/>, which disposes it: checkpoints, plans, a loop's run.</summary>
    public void Save(IDisposable saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        if (rule.Entry.Saved is not null) throw new InvalidOperationException("A use of an op saves one object: put several into one.");
        rule.Entry.Saved = saved;
    }

    /// <summary>In the tangent rule: whether the tangent of an input is other than zero.</summary>
    public bool HasTangent(int index) => !rule.Tangent(Checked(index, InputCount, "input")).IsNone;

    /// <summary>In the tangent rule: the tangent of an input for which <see cref="HasTangent"/> is true. Read only.</summary>
    public NdArray<T> Tangent<T>(int index)
        where T : unmanaged => rule.Tangent(Checked(index, InputCount, "input")).Value.As<T>();

    /// <summary>In the tangent rule: the tangent of an output, its elements undefined until written.</summary>
    public NdArray<T> OutputTangent<T>(int index)
        where T : unmanaged => rule.Tape.NewTangent(rule.OutputId(Checked(index, OutputCount, "output"))).As<T>();

    /// <summary>In the adjoint rule: whether the sensitivity of an output is other than zero.</summary>
    public bool HasCotangent(int index) => !rule.Cotangent(Checked(index, OutputCount, "output")).IsNone;

    /// <summary>In the adjoint rule: the sensitivity of an output for which <see cref="HasCotangent"/> is true. Read only.</summary>
    public NdArray<T> Cotangent<T>(int index)
        where T : unmanaged => rule.Cotangent(Checked(index, OutputCount, "output")).Value.As<T>();

    /// <summary>In the adjoint rule: the sensitivity of an active input, to be added to. It may hold contributions of other ops already: never overwrite it.</summary>
    public NdArray<T> Sensitivity<T>(int index)
        where T : unmanaged => rule.Tape.Accumulator(rule.InputId(Checked(index, InputCount, "input"))).As<T>();

    private int Checked(int index, int count, string what) => (uint)index < (uint)count
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{rule.Entry.Rule.Name} has {count} {what}s here, counted from 0");
}
