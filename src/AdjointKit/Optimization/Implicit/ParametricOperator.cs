using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>A linear operator A(theta) that depends on parameters: its products in ops, to be differentiated with respect to theta, and the operator at given parameters, to be solved with.</summary>
internal abstract class ParametricOperator<T>
    where T : unmanaged
{
    /// <summary>A(theta) v; inputs are v, then the parameters.</summary>
    internal abstract Var Apply(IReadOnlyList<Var> inputs);

    /// <summary>A(theta)^H v; inputs are v, then the parameters.</summary>
    internal abstract Var ApplyAdjoint(IReadOnlyList<Var> inputs);

    /// <summary>Does something with A(theta).</summary>
    /// <param name="compute">Where to compute.</param>
    /// <param name="shape">The shape of v.</param>
    /// <param name="parameters">theta.</param>
    /// <param name="use">What is done.</param>
    internal abstract NdArray<T> With(Compute compute, Shape shape, UntypedArray[] parameters, Func<LinearOperator<T, T>, NdArray<T>> use);

    /// <summary>Arrays as constants on a tape.</summary>
    internal static Var[] Constants(Tape tape, UntypedArray[] arrays) => [.. arrays.Select(array => tape.AddNode(array, owned: false, active: false))];
}

/// <summary>An operator that depends on nothing.</summary>
internal sealed class FixedOperator<T>(LinearOperator<T, T> a) : ParametricOperator<T>
    where T : unmanaged
{
    internal override Var Apply(IReadOnlyList<Var> inputs) => Ops.Apply(a, inputs[0].As<T>());

    internal override Var ApplyAdjoint(IReadOnlyList<Var> inputs) => Ops.Apply(a.H, inputs[0].As<T>());

    internal override NdArray<T> With(Compute compute, Shape shape, UntypedArray[] parameters, Func<LinearOperator<T, T>, NdArray<T>> use) => use(a);
}

/// <summary>An operator whose products are written in ops: v, theta to A(theta) v.</summary>
internal sealed class FunctionOperator<T>(Func<IReadOnlyList<Var>, Var> apply) : ParametricOperator<T>
    where T : unmanaged
{
    internal override Var Apply(IReadOnlyList<Var> inputs) => apply(inputs);

    internal override Var ApplyAdjoint(IReadOnlyList<Var> inputs)
    {
        // What is linear has the same derivative everywhere: at zero, say.
        Tape tape = inputs[0].Tape;
        Var zero = tape.Zeros(ElementTypes.Of<T>(), inputs[0].Shape);
        return InnerDerivative.Pull(tape, apply, [zero, .. inputs.Skip(1)], inputs[0], k => k == 0)[0];
    }

    internal override NdArray<T> With(Compute compute, Shape shape, UntypedArray[] parameters, Func<LinearOperator<T, T>, NdArray<T>> use)
    {
        using NdArray<T> zero = compute.Zeros<T>(shape);
        using Linearization<T, T> a = Linearize.Of<T, T>(v => apply([v, .. Constants(v.Tape, parameters)]).As<T>(), zero, compute);
        return use(a);
    }
}

/// <summary>The derivative F_x of a function F(x, theta) with respect to x; its parameters are x, then theta.</summary>
internal sealed class JacobianOperator<T>(Func<IReadOnlyList<Var>, Var> function) : ParametricOperator<T>
    where T : unmanaged
{
    internal override Var Apply(IReadOnlyList<Var> inputs)
    {
        var tangents = new Var[inputs.Count - 1];
        tangents[0] = inputs[0];
        return InnerDerivative.Push(inputs[0].Tape, function, [.. inputs.Skip(1)], tangents);
    }

    internal override Var ApplyAdjoint(IReadOnlyList<Var> inputs) => InnerDerivative.Pull(inputs[0].Tape, function, [.. inputs.Skip(1)], inputs[0], k => k == 0)[0];

    internal override NdArray<T> With(Compute compute, Shape shape, UntypedArray[] parameters, Func<LinearOperator<T, T>, NdArray<T>> use)
    {
        using Linearization<T, T> a = Linearize.Of<T, T>(x => function([x, .. Constants(x.Tape, parameters[1..])]).As<T>(), parameters[0].As<T>(), compute);
        return use(a);
    }
}
