namespace AdjointKit.Autodiff;

/// <summary>One line of a scalar tape: the value with this number changes by A times the change of value IndexA plus B times that of IndexB.</summary>
internal struct Record<T>
{
    internal T A;
    internal T B;
    internal int IndexA;
    internal int IndexB;
}
