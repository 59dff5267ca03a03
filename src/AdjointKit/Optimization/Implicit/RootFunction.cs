using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// x with F(x, theta) = 0, found by any means. From F_x dx + F_theta d theta = 0: dx = -F_x^-1 F_theta d theta, and thetabar = -F_theta^H lambda with F_x^H lambda = xbar.
/// How x was found does not enter, and nothing of it is kept. The solves are ops themselves, so that derivatives of any order follow.
/// </summary>
/// <param name="name">What the user asked for, for messages.</param>
/// <param name="function">F; inputs are x, then theta.</param>
/// <param name="solve">Finds x at the values of theta, on their tape; the tape owns the array from then on.</param>
/// <param name="options">How the linear systems are solved.</param>
/// <param name="cancellation">Ends those solves.</param>
internal sealed class RootFunction<T>(
    string name, Func<IReadOnlyList<Var>, Var> function, Func<Tape, UntypedArray[], NdArray<T>> solve, LinearOptions options, CancellationToken cancellation) : CustomFunction
    where T : unmanaged
{
    private readonly JacobianOperator<T> jacobian = new(function);

    // F may conjugate, and its derivative is then linear for real multiples only.
    private readonly LinearOptions overReals = options with { OverReals = true };

    public override string Name => name;

    public override Var Value(ReadOnlySpan<Var> inputs)
    {
        Tape tape = inputs[0].Tape;
        var parameters = new UntypedArray[inputs.Length];
        for (int k = 0; k < parameters.Length; k++) parameters[k] = inputs[k].Value;
        return tape.Adopt(solve(tape, parameters));
    }

    public override Var Tangent(ReadOnlySpan<Var> inputs, Var output, ReadOnlySpan<Var> tangents)
    {
        Var right = -InnerDerivative.Push(output.Tape, function, [output, .. inputs], [default, .. tangents]);
        return Solve(adjoint: false).Apply([right, output, .. inputs]);
    }

    public override void Adjoint(ReadOnlySpan<Var> inputs, Var output, Var cotangent, Span<Var> sensitivities)
    {
        Tape tape = output.Tape;
        Var[] all = [output, .. inputs];
        Var lambda = Solve(adjoint: true).Apply([cotangent, .. all]);
        Var[] pulled = InnerDerivative.Pull(tape, function, all, -lambda, k => k > 0 && tape.NodeAt(all[k].Id).Active);
        pulled.AsSpan(1).CopyTo(sensitivities);
    }

    private LinearSolveFunction<T> Solve(bool adjoint) => new(jacobian, adjoint, overReals, cancellation);
}
