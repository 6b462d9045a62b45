"""The judge that ships: networks, trees and two encoders."""
