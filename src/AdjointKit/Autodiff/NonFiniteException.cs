using AdjointKit.Devices;

using AdjointKit.Diagnostics;

namespace AdjointKit.Autodiff;

/// <summary>An op has made a NaN or an infinity out of operands that had none, and <see cref="TapeOptions"/> ask to be told.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteException(string message, string op, SourcePlace? place)
        : base(message)
    {
        Op = op;
        Place = place;
    }

    /// <summary>The name of the op.</summary>
    public string Op { get; } = string.Empty;

    /// <summary>Where the program called the op; null if that is not known.</summary>
    public SourcePlace? Place { get; }
}
