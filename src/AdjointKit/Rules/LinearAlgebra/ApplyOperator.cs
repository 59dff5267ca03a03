using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>y = A x for a linear operator; dy = A dx; xbar += A^H ybar.</summary>
internal sealed class ApplyOperator : Rule
{
    internal static readonly ApplyOperator Rule = new();

    internal override string Name => "linear operator";

    internal override string NameOf(in Attributes attributes) => ((LinearOperator)attributes.Subject!).Name;

    internal override void Value(in RuleContext c)
    {
        var a = (LinearOperator)c.Attributes.Subject!;
        UntypedArray x = c.X(0);
        if (x.ElementType != a.DomainType || x.Shape != a.Domain) throw new ArgumentException($"{a.Name} takes {a.DomainType} {a.Domain}, not {x}", nameof(c));
        a.ApplyUntyped(x, c.NewOutput(a.RangeType, a.Range));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.ApplyOperator((LinearOperator)c.Attributes.Subject!, c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.ApplyOperator(((LinearOperator)c.Attributes.Subject!).Adjoint, c.Cotangent()));
}
