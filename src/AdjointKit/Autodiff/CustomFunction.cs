using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>
/// A function with derivative rules of the user's own, all three written in ops: a rule that is more accurate, cheaper or smoother than the derivative of the text, or that
/// stands for a derivative that does not exist. Since the rules are ops, derivatives of any order follow. (A <see cref="CustomOp"/> is for kernels that compute outside the tape.)
/// </summary>
/// <remarks>Complex sensitivities are dL/dRe x + i dL/dIm x; the adjoint of a complex-linear rule is its conjugate transpose.</remarks>
public abstract class CustomFunction
{
    /// <summary>The function's name, for messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>y = f(x), in ops that are not differentiated.</summary>
    public abstract Var Value(ReadOnlySpan<Var> inputs);

    /// <summary>dy = f'(x) dx.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">y.</param>
    /// <param name="tangents">dx, zeros where an input does not change.</param>
    public virtual Var Tangent(ReadOnlySpan<Var> inputs, Var output, ReadOnlySpan<Var> tangents) =>
        throw new NotSupportedException($"{Name} has no tangent rule: use reverse mode, or override Tangent.");

    /// <summary>xbar = f'(x)^H ybar, one for each input; what is left as it was (default) counts as zero.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">y.</param>
    /// <param name="cotangent">ybar.</param>
    /// <param name="sensitivities">Receives xbar.</param>
    public abstract void Adjoint(ReadOnlySpan<Var> inputs, Var output, Var cotangent, Span<Var> sensitivities);

    /// <summary>Runs the function on a tape.</summary>
    /// <param name="inputs">Variables of one tape, at least one.</param>
    public Var Apply(params ReadOnlySpan<Var> inputs) => inputs.Length == 0
        ? throw new ArgumentException($"{Name} takes one variable or more", nameof(inputs))
        : inputs[0].Tape.Apply(CustomFunctionRule.Rule, new Attributes { Subject = this }, inputs);
}

/// <summary>Brings a <see cref="CustomFunction"/> onto the tape.</summary>
internal sealed class CustomFunctionRule : Rule
{
    internal static readonly CustomFunctionRule Rule = new();

    internal override string Name => "custom function";

    internal override string NameOf(in Attributes attributes) => ((CustomFunction)attributes.Subject!).Name;

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Value(in RuleContext c)
    {
        using var inner = new Tape(c.Tape.Compute) { IsInner = true };
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = inner.AddNode(c.Input(k).Value, owned: false, active: false);
        UntypedArray value = Function(c).Value(inputs).Value;
        c.Backend.Copy(value, c.NewOutput(value.ElementType, value.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        var tangents = new Var[c.InputCount];
        for (int k = 0; k < tangents.Length; k++)
        {
            tangents[k] = c.Tangent(k);
            if (tangents[k].IsNone) tangents[k] = c.Tape.Zeros(c.Input(k).ElementType, c.Input(k).Shape);
        }

        c.SetTangent(Function(c).Tangent(Inputs(c), c.Output(), tangents));
    }

    internal override void Adjoint(in RuleContext c)
    {
        var sensitivities = new Var[c.InputCount];
        Function(c).Adjoint(Inputs(c), c.Output(), c.Cotangent(), sensitivities);
        for (int k = 0; k < sensitivities.Length; k++)
        {
            if (!sensitivities[k].IsNone && sensitivities[k].Shape != c.Input(k).Shape)
            {
                throw new InvalidOperationException($"The adjoint rule of {Function(c).Name} gave a sensitivity of shape {sensitivities[k].Shape} for input {k} of shape {c.Input(k).Shape}.");
            }

            c.Accumulate(k, sensitivities[k]);
        }
    }

    private static CustomFunction Function(in RuleContext c) => (CustomFunction)c.Attributes.Subject!;

    private static Var[] Inputs(in RuleContext c)
    {
        var inputs = new Var[c.InputCount];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = c.Input(k);
        return inputs;
    }
}
