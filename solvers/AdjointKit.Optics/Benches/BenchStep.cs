namespace AdjointKit.Optics;

/// <summary>A part of the way along a bench: some distance, then an element, or at the end none.</summary>
/// <param name="From">Where it begins, m.</param>
/// <param name="To">Where it ends, m.</param>
/// <param name="Element">The element at its end; null: the sensor stands there.</param>
/// <param name="Method">The method of the propagation; null: there is no distance to go.</param>
internal sealed record BenchStep(Quantity From, Quantity To, OpticalElement? Element, PropagationMethod? Method)
{
    internal bool IsConstant => !From.IsVariable && !To.IsVariable;

    internal double Distance => To.Number - From.Number;
}
