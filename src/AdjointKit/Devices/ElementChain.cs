namespace AdjointKit.Devices;

/// <summary>
/// A chain of steps on real numbers that is run on every element of some arrays of one shape, so that a device that compiles it reads and writes each array once. Places stand for the arrays, by
/// their numbers; a place without an array is a number of the element alone. The numbers of the steps may change from run to run.
/// </summary>
internal sealed class ElementChain
{
    private readonly List<ElementStep> steps = [];
    private readonly List<double> numbers = [];

    /// <summary>What a step does with the place that it writes, into.</summary>
    internal enum Operation
    {
        /// <summary>into = a.</summary>
        Copy,

        /// <summary>into = 0.</summary>
        Clear,

        /// <summary>into = number into.</summary>
        Scale,

        /// <summary>into = into + number a, in one rounding.</summary>
        AddScaled,

        /// <summary>into = into + number.</summary>
        Shift,

        /// <summary>into = a b.</summary>
        Multiply,

        /// <summary>into = a / b.</summary>
        Divide,

        /// <summary>into = sqrt(a).</summary>
        Sqrt,
    }

    /// <summary>The steps, without their numbers.</summary>
    internal IReadOnlyList<ElementStep> Steps => steps;

    /// <summary>The numbers of the steps that have one, in their order.</summary>
    internal IReadOnlyList<double> Numbers => numbers;

    /// <summary>Whether the place is written by a step.</summary>
    internal bool Writes(int place)
    {
        foreach (ElementStep step in steps)
        {
            if (step.Into == place) return true;
        }

        return false;
    }

    /// <summary>Whether the steps are others than these.</summary>
    internal bool DiffersFrom(ReadOnlySpan<ElementStep> others)
    {
        if (others.Length != steps.Count) return true;
        for (int k = 0; k < others.Length; k++)
        {
            if (others[k] != steps[k]) return true;
        }

        return false;
    }

    /// <summary>Forgets all steps.</summary>
    internal void Clear()
    {
        steps.Clear();
        numbers.Clear();
    }

    /// <summary>Adds a step that has no number.</summary>
    internal void Add(Operation operation, int into, int a = -1, int b = -1) => steps.Add(new ElementStep(operation, into, a, b));

    /// <summary>Adds a step that has one.</summary>
    internal void AddWithNumber(Operation operation, int into, double number, int a = -1)
    {
        steps.Add(new ElementStep(operation, into, a, -1));
        numbers.Add(number);
    }

    /// <summary>One step.</summary>
    /// <param name="Operation">What it does.</param>
    /// <param name="Into">The place that it writes.</param>
    /// <param name="A">The first place that it reads; -1: none.</param>
    /// <param name="B">The second one.</param>
    internal readonly record struct ElementStep(Operation Operation, int Into, int A, int B)
    {
        /// <summary>Whether it has a number.</summary>
        internal bool HasNumber => Operation is Operation.Scale or Operation.AddScaled or Operation.Shift;
    }
}
