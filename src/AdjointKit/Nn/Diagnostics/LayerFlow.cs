namespace AdjointKit.Nn;

/// <summary>What passes through one layer of a chain, forward and back (<see cref="GradientFlow"/>). What cannot be said of a layer is NaN: of the first one what becomes of gradients in front of it, of one that is not a weight and a bias what the theory predicts.</summary>
public sealed record LayerFlow
{
    /// <summary>The name of the layer; its kind and place where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The mean square of what it gives: of preactivations, where an activation follows.</summary>
    public required double MeanSquare { get; init; }

    /// <summary>The norm of the gradient with respect to what it gives.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The mean square from mean-field theory, from the first layer on (<see cref="MeanField{T}.Next"/>).</summary>
    public double PredictedMeanSquare { get; init; } = double.NaN;

    /// <summary>sigma_w^2: the mean square of its weights times the fan-in.</summary>
    public double WeightVariance { get; init; } = double.NaN;

    /// <summary>sigma_b^2: the mean square of its biases.</summary>
    public double BiasVariance { get; init; } = double.NaN;

    /// <summary>The mean of phi'(z)^2 over the preactivations z of the layer in front of it.</summary>
    public double SlopeSquare { get; init; } = double.NaN;

    /// <summary>What that mean is for small preactivations: 1 for tanh, 1/2 for ReLU. Far below it, activations are saturated.</summary>
    public double SlopeSquareAtRest { get; init; } = double.NaN;

    /// <summary>chi = sigma_w^2 E[phi'(z)^2] with the mean over the preactivations as they are.</summary>
    public double Chi => WeightVariance * SlopeSquare;

    /// <summary>chi from mean-field theory (<see cref="MeanField{T}.Chi"/>).</summary>
    public double PredictedChi { get; init; } = double.NaN;

    /// <summary>By what the squared norm of the gradient is multiplied on its way back through the layer, to what the one in front of it gives: chi, in a wide network of random weights.</summary>
    public double GradientGain { get; init; } = double.NaN;
}
