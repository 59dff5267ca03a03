using static System.FormattableString;

namespace AdjointKit.Nn;

/// <summary>Finds where on its way back through a chain the norm of the gradient leaves its limits, and tells why from chi.</summary>
internal static class FlowDiagnosis
{
    /// <summary>What has grown so much before it is no longer finite has overflowed.</summary>
    private const double Overflowing = 1e12;

    internal static FlowWarning? Of(IReadOnlyList<LayerFlow> layers, double limit)
    {
        for (int layer = 0; layer < layers.Count; layer++)
        {
            if (!double.IsFinite(layers[layer].MeanSquare)) return NotFinite(layers, layer, "Values", layer == 0 ? 1 : Math.Sqrt(layers[layer - 1].MeanSquare / layers[0].MeanSquare));
        }

        for (int layer = layers.Count - 1; layer >= 0; layer--)
        {
            if (!double.IsFinite(layers[layer].GradientNorm)) return NotFinite(layers, layer, "Gradients", layer == layers.Count - 1 ? 1 : layers[layer + 1].GradientNorm / layers[^1].GradientNorm);
        }

        // Forward: behind the first one that lets nothing through all are like it.
        for (int layer = 1; layer < layers.Count; layer++)
        {
            if (layers[layer].SlopeSquare == 0) return Blocked(layers, layer, FlowCause.Saturation);
        }

        if (layers[^1].GradientNorm == 0) return Blocked(layers, layers.Count - 1, FlowCause.Unknown);
        (int largest, int smallest) = (layers.Count - 1, layers.Count - 1);
        for (int layer = layers.Count - 1; layer >= 0; layer--)
        {
            double norm = layers[layer].GradientNorm;
            if (norm > layers[largest].GradientNorm) largest = layer;
            if (norm < layers[smallest].GradientNorm) smallest = layer;
            if (norm * limit < layers[largest].GradientNorm) return Found(layers, limit, FlowTrouble.Vanishing, largest, layer);
            if (norm > limit * layers[smallest].GradientNorm) return Found(layers, limit, FlowTrouble.Exploding, smallest, layer);
        }

        return null;
    }

    private static FlowWarning Found(IReadOnlyList<LayerFlow> layers, double limit, FlowTrouble trouble, int from, int passes)
    {
        // On to the end of it: to the smallest norm, or the largest, that follows.
        bool vanishes = trouble == FlowTrouble.Vanishing;
        int end = passes;
        for (int layer = passes; layer >= 0; layer--)
        {
            if (vanishes ? layers[layer].GradientNorm < layers[end].GradientNorm : layers[layer].GradientNorm > layers[end].GradientNorm) end = layer;
        }

        int[] stretch = [.. Enumerable.Range(end + 1, from - end)];
        double total = stretch.Sum(layer => LogGain(layers, layer));
        int worst = vanishes ? stretch.MinBy(layer => LogGain(layers, layer)) : stretch.MaxBy(layer => LogGain(layers, layer));
        bool isSingle = LogGain(layers, worst) / total > 0.5 || double.IsInfinity(total);
        int shown = isSingle ? worst : passes + 1;
        FlowCause cause = CauseOf(layers, vanishes, isSingle ? [worst] : stretch);
        double ratio = layers[end].GradientNorm / layers[from].GradientNorm;
        string what = vanishes ? "vanish" : "explode";
        string where = isSingle
            ? Invariant($"Gradients {what} in layer {layers[worst].Name}: their squared norm is multiplied by {layers[worst].GradientGain:G3} on the way back through it")
            : Invariant($"Gradients {what}: on the way back from layer {layers[from].Name} their norm {(vanishes ? "falls" : "grows")} by a factor {limit:G3} until layer {layers[passes].Name}, and to {ratio:G3} times the first at layer {layers[end].Name}");
        return new FlowWarning(trouble, cause, isSingle ? worst : passes, isSingle, $"{where}. {Reason(cause, layers[shown], layers[shown - 1])}");
    }

    private static FlowCause CauseOf(IReadOnlyList<LayerFlow> layers, bool vanishes, int[] stretch)
    {
        double measured = stretch.Sum(layer => LogGain(layers, layer));
        double explained = stretch.Sum(layer => Math.Log(layers[layer].Chi));
        if (double.IsNaN(explained)) return FlowCause.Unknown;
        if (explained / measured < 0.5) return FlowCause.Structure;
        if (!vanishes) return FlowCause.WeightsTooLarge;
        return stretch.Sum(layer => Math.Log(layers[layer].WeightVariance * layers[layer].SlopeSquareAtRest)) <= explained / 2 ? FlowCause.WeightsTooSmall : FlowCause.Saturation;
    }

    /// <summary>The logarithm of the gain; where a gradient has become too small for its type, that of chi.</summary>
    private static double LogGain(IReadOnlyList<LayerFlow> layers, int layer)
    {
        if (layers[layer].GradientNorm == 0) return 0;
        return Math.Log(layers[layer - 1].GradientNorm == 0 && layers[layer].Chi > 0 ? layers[layer].Chi : layers[layer].GradientGain);
    }

    private static string Reason(FlowCause cause, LayerFlow layer, LayerFlow before)
    {
        double needed = 1 / layer.SlopeSquareAtRest;
        return cause switch
        {
            FlowCause.WeightsTooSmall or FlowCause.WeightsTooLarge => Invariant(
                $"The weights are too {(cause == FlowCause.WeightsTooSmall ? "small" : "large")}: at layer {layer.Name} sigma_w^2 = {layer.WeightVariance:G3} makes chi = {layer.Chi:G3}; {needed:G3} would make it 1 for small preactivations: Initializer.HeNormal({Math.Sqrt(needed):G3})."),
            FlowCause.Saturation => Invariant(
                $"Activations in front of layer {layer.Name} are saturated: their mean squared slope is {layer.SlopeSquare:G3}, and {layer.SlopeSquareAtRest:G3} for small preactivations; the mean square of these is {before.MeanSquare:G3}. Choose smaller weights, biases or inputs."),
            FlowCause.Structure => Invariant($"The size of the weights is not why: chi = {layer.Chi:G3} at layer {layer.Name}. Make the layers wider, or normalise between them."),
            _ => $"What stands in front of layer {layer.Name} is not an activation behind a layer of weights, for which there is a prediction.",
        };
    }

    private static FlowWarning Blocked(IReadOnlyList<LayerFlow> layers, int layer, FlowCause cause) => new(
        FlowTrouble.Vanishing,
        cause,
        layer,
        IsSingleLayer: true,
        cause == FlowCause.Saturation
            ? $"No gradient passes layer {layers[layer].Name}: all activations in front of it are off, with slope 0. Choose other biases or smaller steps, or an activation with a slope everywhere."
            : $"No gradient comes to layer {layers[layer].Name}, the last: the loss, or the activation behind it, has slope 0 there.");

    private static FlowWarning NotFinite(IReadOnlyList<LayerFlow> layers, int layer, string what, double grown)
    {
        bool isLarge = grown > Overflowing;
        string reason = isLarge ? Invariant($"The weights are too large: up to there they grow {grown:G3} times. A chi of 1 keeps the norm.") : "Look for what is not finite in the input and the parameters.";
        return new FlowWarning(FlowTrouble.NotFinite, isLarge ? FlowCause.WeightsTooLarge : FlowCause.Unknown, layer, IsSingleLayer: true, $"{what} are not finite at layer {layers[layer].Name}. {reason}");
    }
}
