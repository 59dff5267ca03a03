namespace AdjointKit.Devices.Checks;

/// <summary>Every check of the array operations of a device.</summary>
public static class DeviceCheckCatalogue
{
    /// <summary>The checks, suite after suite.</summary>
    public static IReadOnlyList<DeviceCheck> All { get; } =
    [
        .. ElementwiseChecks.All(),
        .. ReductionChecks.All(),
        .. PointChecks.All(),
        .. AlongChecks.All(),
        .. LineChecks.All(),
        .. StepChecks.All(),
        .. FourierChecks.All(),
        .. MatrixChecks.All(),
        .. ConvolutionChecks.All(),
        .. WindowChecks.All(),
        .. FactorizationChecks.All(),
        .. RandomChecks.All(),
    ];
}
