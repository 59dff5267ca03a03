using AdjointKit.Plotting.Fonts;

namespace AdjointKit.Plotting.Axes;

/// <summary>Picks as many ticks as fit: labels along the axis never touch.</summary>
internal static class TickChooser
{
    private const double RoomPerTick = 56;
    private const double RoomPerTickAcross = 34;

    /// <summary>Ticks for an axis whose labels stand side by side.</summary>
    internal static TickSet Horizontal(AxisMap map, double size) => Choose(map, RoomPerTick, ticks => FitSideBySide(ticks, map, size));

    /// <summary>Ticks for an axis whose labels stand one above the other.</summary>
    internal static TickSet Vertical(AxisMap map, double size) => Choose(map, RoomPerTickAcross, ticks => FitStacked(ticks, map, size));

    private static TickSet Choose(AxisMap map, double room, Func<TickSet, bool> fits)
    {
        for (int most = Math.Clamp((int)(Math.Abs(map.LastPixel - map.FirstPixel) / room), 2, 12); most > 1; most--)
        {
            TickSet ticks = Make(map, most);
            if (fits(ticks)) return ticks;
        }

        TickSet single = Make(map, 1);
        return single.Major.Count <= 1 || fits(single) ? single : single with { Major = [single.Major[0]] };
    }

    private static TickSet Make(AxisMap map, int most) =>
        map.Scale == AxisScale.Linear ? LinearTicks.Make(map.Low, map.High, most) : LogTicks.Make(map.Low, map.High, most);

    private static bool FitSideBySide(TickSet ticks, AxisMap map, double size)
    {
        for (int i = 1; i < ticks.Major.Count; i++)
        {
            double distance = Math.Abs(map.ToPixel(ticks.Major[i].Value) - map.ToPixel(ticks.Major[i - 1].Value));
            double need = (StrokeFont.Measure(ticks.Major[i].Label, size) + StrokeFont.Measure(ticks.Major[i - 1].Label, size)) / 2;
            if (distance < need + (0.8 * size)) return false;
        }

        return true;
    }

    private static bool FitStacked(TickSet ticks, AxisMap map, double size)
    {
        for (int i = 1; i < ticks.Major.Count; i++)
        {
            if (Math.Abs(map.ToPixel(ticks.Major[i].Value) - map.ToPixel(ticks.Major[i - 1].Value)) < 1.5 * size) return false;
        }

        return true;
    }
}
