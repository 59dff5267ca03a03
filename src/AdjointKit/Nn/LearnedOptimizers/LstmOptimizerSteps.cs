using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>An <see cref="LstmOptimizer{T}"/> at work: moves an array, in place, by the gradients that the caller computed. Keeps the state between steps. Not thread-safe.</summary>
public sealed class LstmOptimizerSteps<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LstmOptimizer<T> optimizer;
    private readonly Tape tape;
    private readonly LstmOptimizerState<T> state;
    private readonly Shape shape;

    /// <summary>Makes the state, zeros.</summary>
    /// <param name="optimizer">The learned rule; its parameters are not changed.</param>
    /// <param name="shape">The shape of what is moved.</param>
    public LstmOptimizerSteps(LstmOptimizer<T> optimizer, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        this.optimizer = optimizer;
        this.shape = shape;
        tape = new Tape(optimizer.Parameters.Compute);
        state = new LstmOptimizerState<T>(optimizer.Parameters.Compute, optimizer.StateShapes(shape.Count));
    }

    /// <summary>Moves x by one step.</summary>
    /// <param name="x">What is moved.</param>
    /// <param name="gradient">The gradient there.</param>
    public void Step(NdArray<T> x, NdArray<T> gradient)
    {
        if (x.Shape != shape || gradient.Shape != shape) throw new ArgumentException($"an array of shape {x.Shape} and a gradient of shape {gradient.Shape} do not fit steps that were made for {shape}");
        try
        {
            state.Record(tape);
            Var<T> update = optimizer.Update(tape.Constant(gradient), state.Variables);
            optimizer.Parameters.Compute.Backend.AddScaled(1, update.Value, x);
            state.Take();
        }
        finally
        {
            tape.Reset();
        }
    }

    /// <summary>Forgets all steps.</summary>
    public void Restart() => state.Clear();

    /// <summary>Gives the buffers back; the rule stays.</summary>
    public void Dispose()
    {
        tape.Dispose();
        state.Dispose();
    }
}
