namespace AdjointKit.Optics;

/// <summary>Every method of propagation with its options as they are by default.</summary>
public static class PropagationMethods
{
    /// <summary>The methods.</summary>
    public static IReadOnlyList<PropagationMethod> All { get; } =
    [
        new AngularSpectrum(),
        new BandLimitedAngularSpectrum(),
        new FresnelTransferFunction(),
        new FresnelImpulseResponse(),
        new FresnelOneStep(),
        new FresnelTwoStep(),
        new RayleighSommerfeld(),
        new Fraunhofer(),
        new ScalableAngularSpectrum(),
        new ChirpZ(),
        new TiltedPlane(),
    ];
}
