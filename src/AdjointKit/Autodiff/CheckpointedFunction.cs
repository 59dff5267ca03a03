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
        using var inner = new Tape(c.Tape.Compute) { IsInner = true };
        Var y = Body(c)([.. Inputs(c).Select(x => inner.AddNode(x.Value, owned: false, active: false))]);
        UntypedArray value = y.Value;
        c.Backend.Copy(value, c.NewOutput(value.ElementType, value.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        var tangents = new Var[c.InputCount];
        for (int k = 0; k < tangents.Length; k++) tangents[k] = c.Tangent(k);
        c.SetTangent(InnerDerivative.Push(c.Tape, BodyAgain(c), Inputs(c), tangents));
    }

    internal override void Adjoint(in RuleContext c)
    {
        var active = new bool[c.InputCount];
        for (int k = 0; k < active.Length; k++) active[k] = c.IsActive(k);
        Var[] sensitivities = InnerDerivative.Pull(c.Tape, BodyAgain(c), Inputs(c), c.Cotangent(), k => active[k]);
        for (int k = 0; k < sensitivities.Length; k++) c.Accumulate(k, sensitivities[k]);
    }

    private static Func<IReadOnlyList<Var>, Var> Body(in RuleContext c) => ((CheckpointedFunction)c.Attributes.Subject!).Body;

    /// <summary>The function when it runs again: what it gives is compared with what it gave.</summary>
    private static Func<IReadOnlyList<Var>, Var> BodyAgain(in RuleContext c)
    {
        Func<IReadOnlyList<Var>, Var> body = Body(c);
        Tape tape = c.Tape;
        int given = c.Output(0).Id;
        return inputs =>
        {
            Var y = body(inputs);
            ref readonly Node first = ref tape.NodeAt(given);
            if (first.Value.Storage.Version == first.Version && first.Value.DiffersFrom(y.Tape.ValueOf(y.Id)))
            {
                throw new InvalidOperationException(
                    "A checkpointed function gave another value when it ran again in a sweep: it is to be a function of its arguments alone. Hand in as arguments what changes from call to call (a counter, random numbers), or leave the checkpoint out.");
            }

            return y;
        };
    }

    private static Var[] Inputs(in RuleContext c)
    {
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = c.Input(k);
        return inputs;
    }
}
