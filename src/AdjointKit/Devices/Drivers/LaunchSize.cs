namespace AdjointKit.Devices.Drivers;

/// <summary>The size of a launch: groups of items along x and y. A driver that has limits on either refuses with the limit in the message.</summary>
/// <param name="GroupsX">Groups along x, up to 2^31 - 1.</param>
/// <param name="GroupsY">Groups along y, up to 65535.</param>
/// <param name="ItemsX">Items of a group along x.</param>
/// <param name="ItemsY">Items of a group along y.</param>
public readonly record struct LaunchSize(int GroupsX, int GroupsY, int ItemsX, int ItemsY)
{
    /// <summary>The most groups along y.</summary>
    public const int LargestY = 65535;

    /// <summary>Groups of a given size along x that cover a number of items.</summary>
    public static LaunchSize Over(long items, int group) => new(checked((int)Math.Max(1, (items + group - 1) / group)), 1, group, 1);

    /// <summary>Groups of a given size that cover a plane of items.</summary>
    public static LaunchSize Over(long itemsX, long itemsY, int groupX, int groupY) =>
        new(checked((int)Math.Max(1, (itemsX + groupX - 1) / groupX)), checked((int)Math.Max(1, (itemsY + groupY - 1) / groupY)), groupX, groupY);
}
