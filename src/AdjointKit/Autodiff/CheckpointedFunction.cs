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
        Var y = Body(c)(InputsOn(inner, c, active: false));
        UntypedArray value = y.Value;
        c.Backend.Copy(value, c.NewOutput(value.ElementType, value.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        Tape tape = c.Tape;
        var given = new List<int>();
        var tangents = new List<Var>();
        for (int k = 0; k < c.InputCount; k++)
        {
            if (c.Tangent(k).IsNone) continue;
            given.Add(k);
            tangents.Add(c.Tangent(k));
        }

        Func<IReadOnlyList<Var>, Var> body = Body(c);
        if (tape.IsRecording)
        {
            Var[] inputs = InputsAgain(c);
            Var[] chosen = [.. given.Select(k => inputs[k])];
            c.SetTangent(tape.WithinSweep(() =>
            {
                int first = tape.Count;
                Var y = body(inputs);
                return [tape.PushForward(y, chosen, [.. tangents], record: true, first)];
            })[0]);
            return;
        }

        using var inner = new Tape(tape.Compute);
        Var[] copies = InputsOn(inner, c, active: true);
        Var result = body(copies);
        Var change = inner.PushForward(result, [.. given.Select(k => copies[k])], [.. tangents.Select(t => inner.AddNode(t.Value, owned: false, active: false))], record: false);
        c.Backend.Copy(change.Value, tape.NewTangent(c.OutputId(0)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Tape tape = c.Tape;
        Func<IReadOnlyList<Var>, Var> body = Body(c);
        Var cotangent = c.Cotangent();
        if (tape.IsRecording)
        {
            Var[] inputs = InputsAgain(c);
            Var[] gradients = tape.WithinSweep(() =>
            {
                int first = tape.Count;
                Var y = body(inputs);
                var pulled = new Var[inputs.Length];
                tape.Gradients(y, cotangent, inputs, pulled, record: true, first);
                return pulled;
            });
            for (int k = 0; k < gradients.Length; k++) c.Accumulate(k, gradients[k]);
            return;
        }

        using var inner = new Tape(tape.Compute);
        Var[] copies = InputsOn(inner, c, active: true);
        Var result = body(copies);
        var sensitivities = new Var[copies.Length];
        inner.Gradients(result, inner.AddNode(cotangent.Value, owned: false, active: false), copies, sensitivities, record: false);
        for (int k = 0; k < copies.Length; k++)
        {
            if (!c.IsActive(k)) continue;
            UntypedArray sum = tape.Accumulator(c.InputId(k));
            c.Backend.Binary(BinaryOp.Add, sum, sensitivities[k].Value, sum);
        }
    }

    private static Func<IReadOnlyList<Var>, Var> Body(in RuleContext c) => ((CheckpointedFunction)c.Attributes.Subject!).Body;

    private static Var[] InputsOn(Tape inner, in RuleContext c, bool active)
    {
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = inner.AddNode(c.Input(k).Value, owned: false, active && c.IsActive(k));
        return inputs;
    }

    private static Var[] InputsAgain(in RuleContext c)
    {
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = c.Tape.FreshCopy(c.Input(k));
        return inputs;
    }
}
