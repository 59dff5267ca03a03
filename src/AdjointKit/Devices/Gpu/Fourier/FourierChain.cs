using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>The steps of a transform, one after the other, with scratch between those that do not work in place. Immutable; scratch is rented per call.</summary>
internal sealed class FourierChain
{
    private readonly DeviceBackend backend;
    private readonly ElementType type;
    private readonly FourierStep[] steps;
    private readonly long points;
    private readonly Place[] apart;
    private readonly Place[] together;

    /// <summary>Makes a chain.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="type">The complex element type.</param>
    /// <param name="steps">The steps, at least one.</param>
    /// <param name="points">The points that they transform, of one grid.</param>
    internal FourierChain(DeviceBackend backend, ElementType type, IEnumerable<FourierStep> steps, long points)
    {
        this.backend = backend;
        this.type = type;
        this.steps = [.. steps];
        this.points = points;
        apart = Places(this.steps, together: false);
        together = Places(this.steps, together: true);
    }

    private enum Place
    {
        Result,
        Scratch,
        SecondScratch,
    }

    /// <summary>Transforms a batch of grids; x and into are one array or do not overlap.</summary>
    internal void Run(in Reals x, in Reals into, long batch, in FourierEnds ends)
    {
        Place[] places = x == into ? together : apart;
        UntypedArray scratch = Rent(places, Place.Scratch, batch);
        UntypedArray second = Rent(places, Place.SecondScratch, batch);
        Reals from = x;
        for (int step = 0; step < steps.Length; step++)
        {
            Reals to = places[step] switch
            {
                Place.Result => into,
                Place.Scratch => Reals.Of(scratch),
                _ => Reals.Of(second),
            };
            steps[step].Launch(from, to, batch, ends.Part(step == 0, step == steps.Length - 1));
            from = to;
        }

        scratch.Release();
        second.Release();
    }

    /// <summary>Where each step writes: the last one to the result, one that is not in place elsewhere than it reads.</summary>
    private static Place[] Places(FourierStep[] steps, bool together)
    {
        var places = new Place[steps.Length];
        for (int step = steps.Length - 2; step >= 0; step--)
        {
            Place next = places[step + 1];
            bool stays = steps[step + 1].IsInPlace;
            places[step] = stays ? next : next == Place.Result ? Place.Scratch : Place.Result;
        }

        // The operand lies where the result will: a first step that cannot write there, and those that stay with it, go to an array of their own.
        if (!together || steps[0].IsInPlace) return places;
        for (int step = 0; step < steps.Length && places[step] == Place.Result && (step == 0 || steps[step].IsInPlace); step++) places[step] = Place.SecondScratch;
        return places;
    }

    private UntypedArray Rent(Place[] places, Place place, long batch) =>
        Array.IndexOf(places, place) < 0 ? default : backend.Allocate(type, new Shape(checked((nint)(points * batch))), null);
}
