using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>A function whose intermediate values a tape does not keep; the entry of <see cref="CheckpointRule"/> refers to it.</summary>
internal sealed class CheckpointedFunction(Func<IReadOnlyList<Var>, Var> body)
{
    internal Func<IReadOnlyList<Var>, Var> Body => body;

    internal Var Apply(ReadOnlySpan<Var> inputs) => inputs.Length == 0
        ? throw new ArgumentException("a checkpointed function takes one variable or more")
        : inputs[0].Tape.Apply(CheckpointRule.Rule, new Attributes { Subject = this }, inputs);
}

/// <summary>y = f(x), f recorded on a tape of its own only while its value, tangent or adjoint is computed; where the sweep itself is recorded, on this tape.</summary>
internal sealed class CheckpointRule : Rule
{
    internal static readonly CheckpointRule Rule = new();

    internal override string Name => "checkpoint";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        using var inner = new Tape(c.Tape.Compute);
        Var y = Body(c)([.. Inputs(c).Select(x => inner.AddNode(x.Value, owned: false, active: false))]);
        UntypedArray value = y.Value;
        c.Backend.Copy(value, c.NewOutput(value.ElementType, value.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        var tangents = new Var[c.InputCount];
        for (int k = 0; k < tangents.Length; k++) tangents[k] = c.Tangent(k);
        c.SetTangent(InnerDerivative.Push(c.Tape, Body(c), Inputs(c), tangents));
    }

    internal override void Adjoint(in RuleContext c)
    {
        var active = new bool[c.InputCount];
        for (int k = 0; k < active.Length; k++) active[k] = c.IsActive(k);
        Var[] sensitivities = InnerDerivative.Pull(c.Tape, Body(c), Inputs(c), c.Cotangent(), k => active[k]);
        for (int k = 0; k < sensitivities.Length; k++) c.Accumulate(k, sensitivities[k]);
    }

    private static Func<IReadOnlyList<Var>, Var> Body(in RuleContext c) => ((CheckpointedFunction)c.Attributes.Subject!).Body;

    private static Var[] Inputs(in RuleContext c)
    {
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = c.Input(k);
        return inputs;
    }
}
