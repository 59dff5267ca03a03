using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>What a rule sees of the tape: one entry, its values, tangents and sensitivities.</summary>
internal readonly ref struct RuleContext
{
    private readonly Tape tape;
    private readonly int entry;

    internal RuleContext(Tape tape, int entry)
    {
        this.tape = tape;
        this.entry = entry;
    }

    internal Tape Tape => tape;

    internal Backend Backend => tape.Backend;

    internal ref readonly Attributes Attributes => ref tape.AttributesOf(entry);

    internal ref Entry Entry => ref tape.EntryAt(entry);

    internal int InputCount => tape.EntryAt(entry).InputCount;

    internal int OutputCount => tape.EntryAt(entry).OutputCount;

    /// <summary>The array of input number <paramref name="index"/>, for value rules.</summary>
    internal ref readonly UntypedArray X(int index) => ref tape.ValueOf(InputId(index));

    /// <summary>Input number <paramref name="index"/>.</summary>
    internal Var Input(int index) => new(tape, InputId(index));

    /// <summary>Output number <paramref name="index"/>.</summary>
    internal Var Output(int index = 0) => new(tape, OutputId(index));

    /// <summary>Whether a derivative is asked for with respect to input number <paramref name="index"/>.</summary>
    internal bool IsActive(int index) => tape.NodeAt(InputId(index)).Active;

    /// <summary>The sensitivity of an output; none where it is zero.</summary>
    internal Var Cotangent(int index = 0) => tape.OptionalVar(tape.NodeAt(OutputId(index)).Gradient);

    /// <summary>The tangent of an input; none where it is zero.</summary>
    internal Var Tangent(int index = 0) => tape.OptionalVar(tape.NodeAt(InputId(index)).Tangent);

    /// <summary>Makes the next output of the value rule.</summary>
    internal ref readonly UntypedArray NewOutput(ElementType type, Shape shape) => ref tape.NewOutput(entry, type, shape);

    /// <summary>Makes the next output a view of input number <paramref name="of"/>.</summary>
    internal void NewOutputView(in UntypedArray view, int of) => tape.NewOutputView(entry, view, InputId(of));

    /// <summary>Adds to the sensitivity of an input. Broadcasting is undone by summing, and a complex sensitivity of a real input becomes its real part.</summary>
    internal void Accumulate(int index, Var contribution) => tape.Accumulate(InputId(index), contribution);

    /// <summary>Adds a matrix product, times 1 or -1, to the sensitivity of an input.</summary>
    internal void AccumulateMatrixProduct(int index, double sign, in MatrixFactors factors) => tape.AccumulateMatrixProduct(InputId(index), sign, factors);

    /// <summary>
    /// The array of the sensitivity of an active input, to be added to, for what touches a part of it only; only while <see cref="AddsInPlace"/>.
    /// </summary>
    internal UntypedArray Sensitivity(int index) => tape.Accumulator(InputId(index));

    /// <summary>Whether sensitivities are added up in place: the sweep is not recorded.</summary>
    internal bool AddsInPlace => !tape.IsRecording;

    /// <summary>Adds to the sensitivity of an input what comes back through a partial of its shape: ybar conj(p), zero where ybar is zero.</summary>
    internal void Pull(int index, Var partial)
    {
        if (!partial.IsNone) tape.AccumulateProduct(InputId(index), tape.NodeAt(OutputId(0)).Gradient, partial.Id);
    }

    /// <summary>Sets the tangent of an output; it is broadcast to the output's shape.</summary>
    internal void SetTangent(Var tangent) => SetTangent(0, tangent);

    /// <inheritdoc cref="SetTangent(Var)"/>
    internal void SetTangent(int output, Var tangent) => tape.SetTangent(OutputId(output), tangent);

    internal int InputId(int index) => tape.InputIdOf(entry, index);

    internal int OutputId(int index) => tape.EntryAt(entry).FirstOutput + index;
}
