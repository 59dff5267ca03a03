using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>A function in ops. One tape serves all evaluations, and is empty between them, so that x may be overwritten.</summary>
internal sealed class TapeObjective<T>(Func<Var<T>, Var> function, Compute compute) : Objective<T>(compute)
    where T : unmanaged
{
    private readonly Tape tape = new(compute);

    public override void Dispose() => tape.Dispose();

    internal override double Evaluate(NdArray<T> x, NdArray<T> gradient)
    {
        try
        {
            Var<T> input = tape.Input(x);
            Var value = function(input);
            tape.Backward(value);
            tape.Gradient(input, gradient);
            return Compute.Backend.Dot(tape.OneLike(value).Value, value.Value).Real;
        }
        finally
        {
            tape.Reset();
        }
    }

    /// <summary>The second derivative at x as an operator, which the caller disposes; x is not to be overwritten before.</summary>
    internal Linearization<T, T> Hessian(NdArray<T> x) => Linearize.Of<T, T>(at => Gradient.Of(function, at), x, Compute);
}
