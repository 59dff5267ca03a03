namespace AdjointKit.Autodiff;

/// <summary>Brings a <see cref="CustomOp"/> onto the tape: the op stands in the entry's attributes.</summary>
internal sealed class CustomOpRule : Rule
{
    internal static readonly CustomOpRule Rule = new();

    internal override string Name => "custom op";

    internal override string NameOf(in Attributes attributes) => ((CustomOp)attributes.Subject!).Name;

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Value(in RuleContext c) => Op(c).Value(new CustomOpContext(c));

    internal override void Tangent(in RuleContext c)
    {
        RequirePlainSweep(c);
        Op(c).Tangent(new CustomOpContext(c));
    }

    internal override void Adjoint(in RuleContext c)
    {
        RequirePlainSweep(c);
        Op(c).Adjoint(new CustomOpContext(c));
    }

    private static CustomOp Op(in RuleContext c) => (CustomOp)c.Attributes.Subject!;

    private static void RequirePlainSweep(in RuleContext c)
    {
        if (c.Tape.IsRecording) throw new NotSupportedException($"{Op(c).Name} computes its derivatives outside the tape and has no second derivatives: build it from ops if you need them.");
    }
}
