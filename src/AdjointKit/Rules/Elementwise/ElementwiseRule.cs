using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>What elementwise ops have in common: their inputs are broadcast, so that a batch is a broadcast along axes in front.</summary>
internal abstract class ElementwiseRule : Rule
{
    internal sealed override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Elementwise(outputs);
}
