using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// x with A(theta) x = b, or A(theta)^H x = b. From A x = b follows A dx = db - (dA) x, and for the sensitivities A^H lambda = xbar, bbar = lambda, thetabar = -(d(A x)/d theta)^H lambda:
/// solves again, which are themselves ops of this kind, so that derivatives of any order follow.
/// </summary>
internal sealed class LinearSolveFunction<T>(ParametricOperator<T> a, bool adjoint, LinearOptions options, CancellationToken cancellation) : CustomFunction
    where T : unmanaged
{
    public override string Name => "implicit linear solve";

    private Func<IReadOnlyList<Var>, Var> Body => adjoint ? a.ApplyAdjoint : a.Apply;

    /// <summary>x; inputs are b, then theta.</summary>
    public override Var Value(ReadOnlySpan<Var> inputs)
    {
        Tape tape = inputs[0].Tape;
        NdArray<T> b = inputs[0].Value.As<T>();
        var parameters = new UntypedArray[inputs.Length - 1];
        for (int k = 0; k < parameters.Length; k++) parameters[k] = inputs[k + 1].Value;
        LinearOptions chosen = adjoint ? options.ForAdjoint() : options;
        return tape.Adopt(a.With(tape.Compute, b.Shape, parameters, at => LinearSystem.Solve(adjoint ? at.H : at, b, options: chosen, cancellation: cancellation).EnsureConverged().Solution));
    }

    public override Var Tangent(ReadOnlySpan<Var> inputs, Var output, ReadOnlySpan<Var> tangents)
    {
        Var right = tangents[0];
        if (inputs.Length > 1) right -= InnerDerivative.Push(output.Tape, Body, [output, .. inputs[1..]], [default, .. tangents[1..]]);
        return Apply([right, .. inputs[1..]]);
    }

    public override void Adjoint(ReadOnlySpan<Var> inputs, Var output, Var cotangent, Span<Var> sensitivities)
    {
        Tape tape = output.Tape;
        Var lambda = new LinearSolveFunction<T>(a, !adjoint, options, cancellation).Apply([cotangent, .. inputs[1..]]);
        sensitivities[0] = lambda;
        if (inputs.Length == 1) return;
        Var[] all = [output, .. inputs[1..]];
        Var[] pulled = InnerDerivative.Pull(tape, Body, all, -lambda, k => k > 0 && tape.NodeAt(all[k].Id).Active);
        pulled.AsSpan(1).CopyTo(sensitivities[1..]);
    }
}
